-- Functions that DHIS2's migrations define and leave behind for the next ones: indexes and identifiers of tables.

-- Runs a statement that makes an index, unless one has that name; whether it ran.
create function dhis2_create_index_if_not_exists(index_name text, index_sql text) returns boolean
    language plpgsql as $$
begin
    if to_regclass(format('public.%I', index_name)) is not null then
        return false;
    end if;
    execute index_sql;
    return true;
end;
$$;

-- PostgreSQL's own function of this name is found first; this one is there because DHIS2 may drop it by name.
create function public.gen_random_uuid() returns uuid
    language sql as $$ select pg_catalog.gen_random_uuid() $$;

-- Tables with a column `uid`, and those of them that have no index on it alone.
create function get_tables_with_uid_column()
    returns table (table_schema varchar, table_name varchar, table_type varchar) language plpgsql as $$
begin
    return query
    select t.table_schema::varchar, t.table_name::varchar, t.table_type::varchar
    from information_schema.tables t
    where t.table_type = 'BASE TABLE' and exists (
        select from information_schema.columns c
        where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = 'uid'
    );
end;
$$;
create function get_tables_missing_uid_index()
    returns table (table_schema varchar, table_name varchar) language plpgsql as $$
begin
    return query
    select t.table_schema, t.table_name from get_tables_with_uid_column() t
    where not exists (
        select from pg_indexes i
        where i.schemaname = t.table_schema and i.tablename = t.table_name and i.indexdef like '%(uid)%'
    );
end;
$$;

-- Gives rows without an identifier one and forbids such rows, in one table and in all that have no index on it.
create function alter_uid_not_null(p_table_name text) returns void language plpgsql as $$
begin
    execute format('update %I set uid = generate_uid() where uid is null', p_table_name);
    execute format('alter table %I alter column uid set not null', p_table_name);
end;
$$;
create function alter_uid_not_null_all_tables_missing() returns void language plpgsql as $$
begin
    perform alter_uid_not_null(t.table_name) from get_tables_missing_uid_index() t where t.table_name <> 'audit';
end;
$$;

-- Makes identifiers unique, unless some are shared; whether it did. In one table and in all that have no index on them.
create function make_uid_unique(p_table_name text) returns boolean language plpgsql as $$
declare
    is_shared boolean;
    index_name text := format('uk_%s_uid', p_table_name);
begin
    execute format('select exists (select from %I group by uid having count(*) > 1)', p_table_name) into is_shared;
    if is_shared then
        return false;
    end if;
    execute format('drop index if exists %I', index_name);
    execute format('create unique index %I on %I (uid)', index_name, p_table_name);
    return true;
end;
$$;
create function create_missing_uid_indexes_all_tables() returns void language plpgsql as $$
begin
    perform make_uid_unique(t.table_name) from get_tables_missing_uid_index() t where t.table_name <> 'audit';
end;
$$;
