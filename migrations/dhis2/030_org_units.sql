-- Tables of the organisation unit tree, its levels, groups and group sets.
-- Where DHIS2 keeps two unique constraints on one column the second is added by itself: a `create table` drops it unasked.

create table organisationunit (
    organisationunitid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    parentid bigint,
    path varchar(255),
    hierarchylevel integer,
    description text,
    openingdate date not null,
    closeddate date,
    comment text,
    url varchar(255),
    contactperson varchar(255),
    address varchar(255),
    email varchar(150),
    phonenumber varchar(150),
    userid bigint,
    translations jsonb default '[]'::jsonb not null,
    geometry geometry(Geometry,4326),
    attributevalues jsonb default '{}'::jsonb,
    image bigint,
    constraint organisationunit_pkey primary key (organisationunitid),
    constraint organisationunit_code_key unique (code),
    constraint uk_g1nrfjv5x04ap1ceohiwah380 unique (uid),
    constraint uk_pw2bgc9ykjad2obefeqha28t4 unique (path)
);
alter table organisationunit add constraint uk_ehl4v33tq7hlkmc28vbno1b4n unique (code);

create table orgunitgroup (
    orgunitgroupid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    symbol varchar(255),
    color varchar(255),
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    geometry geometry(Geometry,4326),
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    description text,
    constraint orgunitgroup_pkey primary key (orgunitgroupid),
    constraint orgunitgroup_name_key unique (name),
    constraint orgunitgroup_unique_shortname unique (shortname),
    constraint uk_3phvecdmy2msmcpitqifpcy3c unique (code),
    constraint uk_lswbn93sime7vmdqqe9lks7ge unique (uid)
);
alter table orgunitgroup add constraint uk_qwk9qdapql867enp5r7fa0uic unique (name);
alter table orgunitgroup add constraint uk_t0srkng3akwg3pcp5qlwcx06n unique (shortname);

create table orgunitgroupmembers (
    organisationunitid bigint not null,
    orgunitgroupid bigint not null,
    constraint orgunitgroupmembers_pkey primary key (orgunitgroupid, organisationunitid)
);

create table orgunitgroupset (
    orgunitgroupsetid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    compulsory boolean not null,
    includesubhierarchyinanalytics boolean,
    datadimension boolean not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    shortname varchar(50) not null,
    constraint orgunitgroupset_pkey primary key (orgunitgroupsetid),
    constraint orgunitgroupset_name_key unique (name),
    constraint orgunitgroupset_unique_shortname unique (shortname),
    constraint uk_fuentbuhbbr0ix49td9jqlfe5 unique (uid),
    constraint uk_hs57i9hma97ps6jpsrbb24lm9 unique (code)
);
alter table orgunitgroupset add constraint uk_t5lxvc1km3ylon5st1fuabsgl unique (name);

create table orgunitgroupsetdimension (
    orgunitgroupsetdimensionid integer not null,
    orgunitgroupsetid bigint,
    constraint orgunitgroupsetdimension_pkey primary key (orgunitgroupsetdimensionid)
);

create table orgunitgroupsetdimension_items (
    orgunitgroupsetdimensionid integer not null,
    sort_order integer not null,
    orgunitgroupid bigint not null,
    constraint orgunitgroupsetdimension_items_pkey primary key (orgunitgroupsetdimensionid, sort_order)
);

create table orgunitgroupsetmembers (
    orgunitgroupsetid bigint not null,
    orgunitgroupid bigint not null,
    constraint orgunitgroupsetmembers_pkey primary key (orgunitgroupsetid, orgunitgroupid)
);

create table orgunitlevel (
    orgunitlevelid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    level integer not null,
    offlinelevels integer,
    translations jsonb default '[]'::jsonb,
    constraint orgunitlevel_pkey primary key (orgunitlevelid),
    constraint uk_5km0xiwk0dg7pnoru5yfvqsdo unique (uid),
    constraint uk_fvgc7isaflcan55g51ysm9df2 unique (code),
    constraint uk_ltwhby0s0iwayxrcdu6yefeqt unique (level)
);
