-- Tables of jobs, messages, files, settings and everything else that runs the system (2 of 2).
-- Where DHIS2 keeps two unique constraints on one column the second is added by itself: a `create table` drops it unasked.

create table sqlview (
    sqlviewid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    sqlquery text not null,
    type varchar(40) not null,
    cachestrategy varchar(40) not null,
    externalaccess boolean,
    userid bigint,
    publicaccess varchar(8),
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint sqlview_pkey primary key (sqlviewid),
    constraint uk_50aqn6tun6lt4u3ablvdxgoi6 unique (code),
    constraint uk_fps2ja521pudngaitlp0805du unique (uid),
    constraint uk_iedy6hh42wl3gr3m87ntd6so8 unique (name)
);

create table systemsetting (
    systemsettingid bigint not null,
    name varchar(255) not null,
    value text,
    constraint systemsetting_pkey primary key (systemsettingid),
    constraint uk_do99wgsyk5wflbhb937u5av8m unique (name)
);

create table tablehook (
    analyticstablehookid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(255) not null,
    analyticstablephase varchar(50) not null,
    resourcetabletype varchar(50),
    analyticstabletype varchar(50),
    sql text not null,
    constraint tablehook_pkey primary key (analyticstablehookid),
    constraint uk_4bcigh7ivtiraxnhqrg72tldo unique (code),
    constraint uk_668dyd20363ufr44a805inegm unique (name),
    constraint uk_78x5lua91w1j6upu02wh8pfx9 unique (uid)
);

create table version (
    versionid bigint not null,
    versionkey varchar(230) not null,
    versionvalue varchar(255),
    constraint version_pkey primary key (versionid),
    constraint uk_emoyyyy114ofh6cwo6do8xsi0 unique (versionkey)
);
alter table version add constraint version_versionkey_key unique (versionkey);
