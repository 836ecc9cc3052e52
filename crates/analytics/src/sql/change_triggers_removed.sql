-- Takes away the triggers that write afya.change, and what they noted, unless another server follows.
-- It does not wait for long for whoever writes, for others would wait behind it; and servers wait for each other.
set local lock_timeout = '3s';
select pg_advisory_xact_lock(1633777773);

do $$
declare
    name text;
begin
    delete from afya.change_reader where seen < now() - interval '10 minutes' and reader not like '%/%';
    -- Readers of files, whose names have a stroke, follow nothing.
    if exists (select from afya.change_reader where reader not like '%/%') then
        return;
    end if;
    delete from afya.change_reader;
    delete from afya.change;
    -- Not even looked for without need: that alone would wait for whoever writes.
    if exists (select from pg_trigger where tgname like 'afya\_note%') then
        drop trigger if exists afya_note_insert on public.datavalue;
        drop trigger if exists afya_note_update on public.datavalue;
        drop trigger if exists afya_note_delete on public.datavalue;
        drop trigger if exists afya_note_truncate on public.datavalue;
        drop trigger if exists afya_note on public.organisationunit;
        drop trigger if exists afya_note on public.dataelement;
        drop trigger if exists afya_note on public.dataelementaggregationlevels;
        drop trigger if exists afya_note on public.completedatasetregistration;
        foreach name in array array['categoryoptiongroupmembers', 'categoryoptiongroupsetmembers', 'dataelementgroupmembers',
            'dataelementgroupsetmembers', 'datasetsource', 'indicator', 'orgunitgroupmembers', 'orgunitgroupsetmembers'] loop
            execute format('drop trigger if exists afya_note on public.%I', name);
        end loop;
        drop function if exists public.afya_note_values();
        drop function if exists public.afya_note_table();
    end if;
end
$$;
