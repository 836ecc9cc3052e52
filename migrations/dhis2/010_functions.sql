-- Sequences, the identifier's type, and the functions that queries and triggers call.

create sequence hibernate_sequence;
create sequence audit_auditid_seq as integer;
create sequence datavalueaudit_sequence;
create sequence deletedobject_sequence;
create sequence enrollment_sequence;
create sequence message_sequence;
create sequence messageconversation_sequence;
create sequence note_sequence;
create sequence potentialduplicatesequence;
create sequence relationship_sequence;
create sequence relationshipitem_sequence;
create sequence reservedvalue_sequence;
create sequence singleevent_sequence;
create sequence singleeventchangelog_sequence;
create sequence trackedentity_sequence;
create sequence trackedentitychangelog_sequence;
create sequence trackedentitydatavalueaudit_sequence;
create sequence trackedentityinstanceaudit_sequence;
create sequence trackedentityprogramowner_sequence;
create sequence trackerevent_sequence;
create sequence trackereventchangelog_sequence;
create sequence usermessage_sequence;

-- Whether a text is an identifier: a letter, then ten letters or digits.
create function check_uid(uid varchar) returns boolean language plpgsql as $$
begin
    return uid ~ '^[A-Za-z][A-Za-z0-9]{10}$';
end;
$$;

create domain uid_type as varchar(11) constraint uid_type_check check (check_uid(value));

-- A new random identifier.
create function generate_uid() returns text language plpgsql as $$
declare
    letters constant text := 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    made text := substr(letters, 1 + floor(random() * 52)::int, 1);
begin
    while length(made) < 11 loop
        made := made || substr(letters || '0123456789', 1 + floor(random() * 62)::int, 1);
    end loop;
    return made;
end;
$$;

-- Sharing: whether a user, or one of some groups, is named and has an access like a pattern. Arguments: the sharing, then the
-- user or groups and the pattern in each function's order. DHIS2 gives arguments no names here, so neither do we: a later
-- `create or replace function` of DHIS2 may not take names away.
create function jsonb_has_user_id(jsonb, text) returns boolean
    language sql immutable parallel safe as $$ select jsonb_exists($1->'users', $2) $$;
create function jsonb_check_user_access(jsonb, text, text) returns boolean
    language sql immutable parallel safe as $$ select $1->'users'->$2->>'access' like $3 $$;
create function jsonb_has_user_group_ids(jsonb, text) returns boolean
    language sql immutable parallel safe as $$ select jsonb_exists_any($1->'userGroups', $2::text[]) $$;
create function jsonb_check_user_groups_access(jsonb, text, text) returns boolean
    language sql immutable parallel safe as $$
    select exists (
        select from unnest($3::text[]) as groups (uid) where $1->'userGroups'->groups.uid->>'access' like $2
    )
$$;

-- Translations: the value of a property in a locale, and whether one of some properties holds a word in a locale.
create function jsonb_get_translated_value(jsonb, text, text) returns text
    language sql immutable parallel safe as $$
    select entry->>'value' from jsonb_array_elements($1) as entry
    where entry->>'locale' = $3 and entry->>'property' = $2
    limit 1
$$;
create function jsonb_search_translated_token(jsonb, text, text, text) returns boolean
    language sql immutable parallel safe as $$
    select exists (
        select from jsonb_array_elements($1) as entry
        where entry->>'locale' = $3 and entry->>'property' = any ($2::text[]) and entry->>'value' ~* $4
    )
$$;

-- A JSON array of the values that are there.
create function jsonb_build_array_without_nulls(variadic anyarray) returns jsonb
    language sql immutable as $$ select jsonb_agg(e) from unnest($1) as e where e is not null $$;

-- Whether a text matches a pattern, case aside.
create function regexp_search(varchar, varchar) returns boolean
    language sql as $$ select $1 ~* $2 $$;

-- Takes `size` numbers of a counter and answers the first free one after them.
create function incrementsequentialcounter(counter_owner text, counter_key text, size integer) returns integer
    language plpgsql as $$
declare
    reached integer;
begin
    insert into sequentialnumbercounter as c (id, owneruid, key, counter)
    values (nextval('hibernate_sequence'), counter_owner, counter_key, 1 + size)
    on conflict (owneruid, key) do update set counter = c.counter + size
    returning c.counter into reached;
    return reached;
end;
$$;

-- The change log of data values: every new value, and every change of a value or of its being deleted.
create function log_datavalue_audit() returns trigger language plpgsql as $$
declare
    what text := 'CREATE';
begin
    if tg_op = 'UPDATE' then
        if new.value is not distinct from old.value and new.deleted is not distinct from old.deleted then
            return new;
        end if;
        what := case when new.deleted and not coalesce(old.deleted, false) then 'DELETE' else 'UPDATE' end;
    end if;
    insert into datavalueaudit (
        datavalueauditid, created, modifiedby, dataelementid, periodid, organisationunitid, categoryoptioncomboid,
        attributeoptioncomboid, value, audittype
    ) values (
        nextval('hibernate_sequence'), now(), left(new.storedby, 100), new.dataelementid, new.periodid, new.sourceid,
        new.categoryoptioncomboid, new.attributeoptioncomboid, new.value, what
    );
    return new;
end;
$$;
