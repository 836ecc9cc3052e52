-- A small country with some of everything that figures are told apart by. Foreign keys are not looked at meanwhile.
set session_replication_role = replica;
select set_config('dhis2.user', 'nobody', false);

insert into categorycombo (categorycomboid, uid, created, lastupdated, name, datadimensiontype, skiptotal)
values (9001, 'combo000001', now(), now(), 'c', 'DISAGGREGATION', false);
insert into category (categoryid, uid, created, lastupdated, name, shortname, datadimensiontype, datadimension)
values (9001, 'category001', now(), now(), 'age', 'age', 'DISAGGREGATION', true),
       (9002, 'category002', now(), now(), 'funder', 'funder', 'ATTRIBUTE', true);
insert into categoryoption (categoryoptionid, uid, created, lastupdated, name, shortname)
select 9000 + n, 'option' || lpad(n::text, 5, '0'), now(), now(), 'o' || n, 'o' || n from generate_series(1, 6) n;
-- Four ages, two funders.
insert into categories_categoryoptions (categoryid, sort_order, categoryoptionid)
select case when n <= 4 then 9001 else 9002 end, n, 9000 + n from generate_series(1, 6) n;
insert into categoryoptioncombo (categoryoptioncomboid, uid, created, lastupdated, name)
select 9000 + n, 'coc' || lpad(n::text, 8, '0'), now(), now(), 'coc' || n from generate_series(0, 6) n;
insert into categoryoptioncombos_categoryoptions (categoryoptioncomboid, categoryoptionid)
select 9000 + n, 9000 + n from generate_series(1, 6) n;
insert into categoryoptiongroup (categoryoptiongroupid, uid, created, lastupdated, name, shortname)
select 9000 + n, 'cogroup' || lpad(n::text, 4, '0'), now(), now(), 'g' || n, 'g' || n from generate_series(1, 3) n;
-- The second age is in two groups, the fourth in none.
insert into categoryoptiongroupmembers (categoryoptiongroupid, categoryoptionid)
values (9001, 9001), (9001, 9002), (9002, 9002), (9002, 9003), (9003, 9005);
insert into categoryoptiongroupset (categoryoptiongroupsetid, uid, created, lastupdated, name, shortname, datadimension)
values (9001, 'cogset00001', now(), now(), 's', 's', true), (9002, 'cogset00002', now(), now(), 't', 't', true);
insert into categoryoptiongroupsetmembers (categoryoptiongroupsetid, sort_order, categoryoptiongroupid)
values (9001, 1, 9001), (9001, 2, 9002), (9002, 1, 9003);

insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate, path, hierarchylevel, parentid)
select 100 + n, 'unit' || lpad(n::text, 7, '0'), now(), now(), 'u' || n, 'u' || n, '2000-01-01', 'later' || n, 1,
       case when n = 0 then null else 100 + (n - 1) / 3 end
from generate_series(0, 30) n;
with recursive tree as (
    select organisationunitid, '/' || uid as path, 1 as level from organisationunit where parentid is null
    union all
    select o.organisationunitid, t.path || '/' || o.uid, t.level + 1 from organisationunit o join tree t on o.parentid = t.organisationunitid
)
update organisationunit o set path = t.path, hierarchylevel = t.level from tree t where t.organisationunitid = o.organisationunitid;
insert into orgunitgroup (orgunitgroupid, uid, created, lastupdated, name, shortname)
select 9000 + n, 'ougroup' || lpad(n::text, 4, '0'), now(), now(), 'g' || n, 'g' || n from generate_series(1, 3) n;
insert into orgunitgroupmembers (orgunitgroupid, organisationunitid)
select 9001 + n % 3, 100 + n from generate_series(2, 20) n union select 9001, 106 union select 9002, 106;
insert into orgunitgroupset (orgunitgroupsetid, uid, created, lastupdated, name, shortname, compulsory, datadimension)
values (9001, 'ougset00001', now(), now(), 's', 's', false, true);
insert into orgunitgroupsetmembers (orgunitgroupsetid, orgunitgroupid) values (9001, 9001), (9001, 9002);

insert into dataelement (dataelementid, uid, created, lastupdated, name, shortname, valuetype, domaintype, aggregationtype, categorycomboid, zeroissignificant)
select 200 + n, 'element' || lpad(n::text, 4, '0'), now(), now(), 'e' || n, 'e' || n, kind, 'AGGREGATE', aggregation, 9001, zero
from (values (1, 'INTEGER', 'SUM', false), (2, 'NUMBER', 'AVERAGE', false), (3, 'INTEGER', 'SUM', true), (4, 'BOOLEAN', 'SUM', false),
             (5, 'TRUE_ONLY', 'SUM', false), (6, 'TEXT', 'NONE', false), (7, 'INTEGER', 'SUM', false), (8, 'NUMBER', 'LAST', true))
     e (n, kind, aggregation, zero);
insert into dataelementaggregationlevels (dataelementid, sort_order, aggregationlevel) values (207, 0, 3);
insert into dataelementgroup (dataelementgroupid, uid, created, lastupdated, name, shortname)
select 9000 + n, 'degroup' || lpad(n::text, 4, '0'), now(), now(), 'g' || n, 'g' || n from generate_series(1, 2) n;
insert into dataelementgroupmembers (dataelementgroupid, dataelementid) values (9001, 201), (9001, 202), (9002, 202), (9002, 203);
insert into dataelementgroupset (dataelementgroupsetid, uid, created, lastupdated, name, shortname, datadimension)
values (9001, 'degset00001', now(), now(), 's', 's', true);
insert into dataelementgroupsetmembers (dataelementgroupsetid, sort_order, dataelementgroupid) values (9001, 1, 9001), (9001, 2, 9002);
set session_replication_role = origin;
