-- The triggers that write afya.change. Made, and made anew when they differ, by servers that follow; run as often as wanted.
--
-- The functions lie in public, as the tables do that they belong to: a dump of public alone can be restored where there is
-- no schema afya, and they then do nothing. They run with the rights of their owner and name everything in full, for a
-- writer may be a DHIS2 that has neither our rights nor our search_path. The triggers also fire for a replicated session,
-- such as pg_restore's.

-- It does not wait for long for whoever writes, for others would wait behind it; and servers wait for each other.
set local lock_timeout = '3s';
select pg_advisory_xact_lock(1633777773);

create or replace function public.afya_note_values() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    -- What a statement of few rows changes is noted unit by unit, so that only that is read again; of many rows it would cost more
    -- than it spares.
    few boolean;
begin
    if to_regclass('afya.change') is null then
        return null;
    end if;
    if tg_op = 'INSERT' then
        few := (select count(*) <= 1000 from (select from added limit 1001) first_rows);
        insert into afya.change (kind, element, period, unit)
        select 'value', dataelementid, periodid, case when min(sourceid) = max(sourceid) then min(sourceid) end
        from added group by dataelementid, periodid, case when few then sourceid end;
    elsif tg_op = 'DELETE' then
        few := (select count(*) <= 1000 from (select from removed limit 1001) first_rows);
        insert into afya.change (kind, element, period, unit)
        select 'value', dataelementid, periodid, case when min(sourceid) = max(sourceid) then min(sourceid) end
        from removed group by dataelementid, periodid, case when few then sourceid end;
    elsif tg_op = 'UPDATE' then
        few := (select count(*) <= 1000 from (select from added limit 1001) first_rows);
        if few then
            -- What was written as it was has not changed.
            insert into afya.change (kind, element, period, unit)
            select distinct 'value', dataelementid, periodid, sourceid from (
                (select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, deleted from added
                 except
                 select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, deleted from removed)
                union all
                (select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, deleted from removed
                 except
                 select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, deleted from added)
            ) differing;
            return null;
        end if;
        insert into afya.change (kind, element, period, unit)
        select 'value', dataelementid, periodid, case when min(sourceid) = max(sourceid) then min(sourceid) end
        from (select dataelementid, periodid, sourceid from added
              union all select dataelementid, periodid, sourceid from removed) both_sides
        group by dataelementid, periodid;
    else
        insert into afya.change (kind) values ('value');
    end if;
    return null;
end
$$;

create or replace function public.afya_note_table() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if to_regclass('afya.change') is not null then
        insert into afya.change (kind) values (tg_argv[0]);
    end if;
    return null;
end
$$;

do $$
declare
    name text;
begin
    if not exists (select from pg_trigger where tgrelid = 'public.datavalue'::regclass and tgname = 'afya_note_insert') then
        create trigger afya_note_insert after insert on public.datavalue
            referencing new table as added for each statement execute function public.afya_note_values();
        create trigger afya_note_update after update on public.datavalue
            referencing old table as removed new table as added for each statement execute function public.afya_note_values();
        create trigger afya_note_delete after delete on public.datavalue
            referencing old table as removed for each statement execute function public.afya_note_values();
        create trigger afya_note_truncate after truncate on public.datavalue
            for each statement execute function public.afya_note_values();
        alter table public.datavalue enable always trigger afya_note_insert;
        alter table public.datavalue enable always trigger afya_note_update;
        alter table public.datavalue enable always trigger afya_note_delete;
        alter table public.datavalue enable always trigger afya_note_truncate;
    end if;
    if not exists (select from pg_trigger where tgrelid = 'public.organisationunit'::regclass and tgname = 'afya_note') then
        create trigger afya_note after insert or update or delete or truncate on public.organisationunit
            for each statement execute function public.afya_note_table('unit');
        alter table public.organisationunit enable always trigger afya_note;
    end if;
    if not exists (select from pg_trigger where tgrelid = 'public.dataelement'::regclass and tgname = 'afya_note') then
        create trigger afya_note after insert or update or delete or truncate on public.dataelement
            for each statement execute function public.afya_note_table('element');
        alter table public.dataelement enable always trigger afya_note;
    end if;
    if not exists (select from pg_trigger where tgrelid = 'public.dataelementaggregationlevels'::regclass and tgname = 'afya_note') then
        create trigger afya_note after insert or update or delete or truncate on public.dataelementaggregationlevels
            for each statement execute function public.afya_note_table('element');
        alter table public.dataelementaggregationlevels enable always trigger afya_note;
    end if;
    -- Reports, and what figures are grouped and computed by, are asked each time; only who follows what changes is told.
    if not exists (select from pg_trigger where tgrelid = 'public.completedatasetregistration'::regclass and tgname = 'afya_note') then
        create trigger afya_note after insert or update or delete or truncate on public.completedatasetregistration
            for each statement execute function public.afya_note_table('report');
        alter table public.completedatasetregistration enable always trigger afya_note;
    end if;
    foreach name in array array['categoryoptiongroupmembers', 'categoryoptiongroupsetmembers', 'dataelementgroupmembers',
        'dataelementgroupsetmembers', 'datasetsource', 'indicator', 'orgunitgroupmembers', 'orgunitgroupsetmembers'] loop
        if not exists (select from pg_trigger where tgrelid = format('public.%I', name)::regclass and tgname = 'afya_note') then
            execute format('create trigger afya_note after insert or update or delete or truncate on public.%I '
                'for each statement execute function public.afya_note_table(''group'')', name);
            execute format('alter table public.%I enable always trigger afya_note', name);
        end if;
    end loop;
end
$$;
