-- Tables of programs, stages, rules, indicators and notifications (2 of 2).

create table programstage (
    programstageid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    formname text,
    mindaysfromstart integer not null,
    programid bigint,
    repeatable boolean not null,
    dataentryformid bigint,
    standardinterval integer,
    executiondatelabel varchar(255),
    duedatelabel varchar(255),
    autogenerateevent boolean,
    displaygenerateeventbox boolean,
    generatedbyenrollmentdate boolean,
    blockentryform boolean,
    remindcompleted boolean,
    allowgeneratenextvisit boolean,
    openafterenrollment boolean,
    reportdatetouse varchar(255),
    pregenerateuid boolean,
    style jsonb,
    hideduedate boolean,
    sort_order integer,
    featuretype varchar(255),
    periodtypeid integer,
    userid bigint,
    publicaccess varchar(8),
    validationstrategy varchar(32) not null,
    translations jsonb default '[]'::jsonb,
    enableuserassignment boolean not null,
    attributevalues jsonb default '{}'::jsonb,
    nextscheduledateid bigint,
    sharing jsonb default '{}'::jsonb,
    referral boolean default false not null,
    programstagelabel text,
    eventlabel text,
    eventslabel text,
    constraint programstage_pkey primary key (programstageid),
    constraint uk_b3oan3noe4cj9dvyi0amofndv unique (uid),
    constraint uk_e6s6o9jau6tx04m62t7ey4i81 unique (code)
);

create table programstagedataelement (
    programstagedataelementid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    programstageid bigint,
    dataelementid bigint not null,
    compulsory boolean not null,
    allowprovidedelsewhere boolean,
    sort_order integer,
    displayinreports boolean,
    allowfuturedate boolean,
    renderoptionsasradio boolean,
    rendertype jsonb,
    skipsynchronization boolean not null,
    skipanalytics boolean not null,
    constraint programstagedataelement_pkey primary key (programstagedataelementid),
    constraint programstagedataelement_unique_key unique (programstageid, dataelementid),
    constraint uk_2ejl9l5vm4rhtqj8eit31g0u6 unique (code),
    constraint uk_os4r1umsvtmbuqm2bo25s5ej0 unique (uid)
);

create table programstagesection (
    programstagesectionid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    formname text,
    style jsonb,
    rendertype jsonb,
    programstageid bigint,
    sortorder integer not null,
    translations jsonb default '[]'::jsonb,
    constraint programstagesection_pkey primary key (programstagesectionid),
    constraint uk_22wt9yk9idujmywno44v9qf66 unique (code),
    constraint uk_lycal9jdw3cs0wwebxciswwgr unique (uid)
);

create table programstagesection_dataelements (
    programstagesectionid bigint not null,
    sort_order integer not null,
    dataelementid bigint not null,
    constraint programstagesection_dataelements_pkey primary key (programstagesectionid, sort_order)
);

create table programstagesection_programindicators (
    programstagesectionid bigint not null,
    sort_order integer not null,
    programindicatorid bigint not null,
    constraint programstagesection_programindicators_pkey primary key (programstagesectionid, sort_order)
);

create table programstageworkinglist (
    programstageworkinglistid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    createdby bigint,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    programid bigint not null,
    programstageid bigint not null,
    programstagequerycriteria jsonb default '[]'::jsonb,
    translations jsonb default '[]'::jsonb,
    sharing jsonb default '[]'::jsonb,
    userid bigint,
    constraint programstageworkinglist_pkey primary key (programstageworkinglistid),
    constraint programstageworkinglist_code_key unique (code),
    constraint programstageworkinglist_uid_key unique (uid)
);

create table programtempowner (
    programtempownerid bigint not null,
    programid bigint,
    trackedentityid bigint,
    validtill timestamp,
    userid bigint,
    reason varchar(50000),
    constraint programtempowner_pkey primary key (programtempownerid)
);

create table programtempownershipaudit (
    programtempownershipauditid integer not null,
    programid bigint,
    trackedentityid bigint,
    created timestamp,
    accessedby varchar(255),
    reason varchar(50000),
    constraint programtempownershipaudit_pkey primary key (programtempownershipauditid)
);

create table trackedentityfilter (
    trackedentityfilterid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description varchar(255),
    sortorder integer,
    style jsonb,
    programid bigint not null,
    eventfilters jsonb,
    translations jsonb,
    sharing jsonb default '{}'::jsonb,
    userid bigint,
    entityquerycriteria jsonb default '{}'::jsonb,
    constraint trackedentityinstancefilter_pkey primary key (trackedentityfilterid),
    constraint uk_acvg948kspicwqw3gmg4ehu8i unique (code),
    constraint uk_m5k30j5e93n1no82gye7jgf25 unique (uid)
);
