-- The change log's trigger, and the rows that every DHIS2 2.43 database has before anybody enters something.

create trigger trg_datavalue_audit after insert or update on datavalue
    for each row execute function log_datavalue_audit();

-- Flyway's own table; its rows come from flyway_schema_history.tsv.
create table flyway_schema_history (
    installed_rank integer not null,
    version varchar(50),
    description varchar(200) not null,
    type varchar(20) not null,
    script varchar(1000) not null,
    checksum integer,
    installed_by varchar(100) not null,
    installed_on timestamp default now() not null,
    execution_time integer not null,
    success boolean not null,
    constraint flyway_schema_history_pk primary key (installed_rank)
);
create index flyway_schema_history_s_idx on flyway_schema_history using btree (success);

insert into periodtype (periodtypeid, name)
select nextval('hibernate_sequence'), name
from unnest(array[
    'Daily', 'Weekly', 'WeeklyWednesday', 'WeeklyThursday', 'WeeklyFriday', 'WeeklySaturday', 'WeeklySunday', 'BiWeekly',
    'Monthly', 'BiMonthly', 'Quarterly', 'QuarterlyNov', 'SixMonthly', 'SixMonthlyApril', 'SixMonthlyNov', 'Yearly',
    'FinancialFeb', 'FinancialApril', 'FinancialJuly', 'FinancialAug', 'FinancialSep', 'FinancialOct', 'FinancialNov'
]) with ordinality as types (name, place)
order by place;

insert into configuration (configurationid, systemid) values (nextval('hibernate_sequence'), gen_random_uuid()::text);
insert into configuration_dataoutputperiodtype (configurationid, periodtypeid)
select configurationid, periodtypeid from configuration, periodtype;
