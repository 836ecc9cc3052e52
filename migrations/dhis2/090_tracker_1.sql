-- Tables of tracked entities, enrollments, events and relationships (1 of 2).

create table enrollment (
    enrollmentid bigint not null,
    uid varchar(11),
    created timestamp not null,
    lastupdated timestamp not null,
    createdatclient timestamp,
    lastupdatedatclient timestamp,
    occurreddate timestamp,
    enrollmentdate timestamp not null,
    completeddate timestamp,
    followup boolean,
    completedby varchar(255),
    deleted boolean not null,
    storedby varchar(255),
    status varchar(50),
    trackedentityid bigint not null,
    programid bigint not null,
    organisationunitid bigint not null,
    geometry geometry(Geometry,4326),
    createdbyuserinfo jsonb,
    lastupdatedbyuserinfo jsonb,
    attributeoptioncomboid bigint not null,
    constraint programinstance_pkey primary key (enrollmentid),
    constraint uk_d3lsa2h8me94ksyp53l6rpe3g unique (uid)
);

create table enrollment_notes (
    enrollmentid bigint not null,
    sort_order integer not null,
    noteid bigint not null,
    constraint programinstancecomments_pkey primary key (enrollmentid, sort_order),
    constraint uk_lwep604j10w1ey7vunqdmotx2 unique (noteid)
);

create table eventhook (
    eventhookid bigint not null,
    uid varchar(11),
    code varchar(100),
    disabled boolean not null,
    created timestamp,
    userid bigint,
    lastupdated timestamp,
    lastupdatedby bigint,
    description text,
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    name varchar(230) not null,
    source jsonb default '{}'::jsonb,
    targets jsonb default '[]'::jsonb,
    constraint eventhook_pkey primary key (eventhookid),
    constraint eventhook_code_key unique (code),
    constraint eventhook_name_key unique (name),
    constraint eventhook_uid_key unique (uid)
);

create table note (
    noteid bigint not null,
    uid varchar(11) not null,
    created timestamp not null,
    lastupdatedby bigint,
    notetext text,
    creator varchar(255),
    constraint trackedentitycomment_pkey primary key (noteid),
    constraint uk_t94h9p111tcydbm6je22tla52 unique (uid)
);

create table potentialduplicate (
    potentialduplicateid bigint not null,
    uid varchar(11) not null,
    created timestamp not null,
    lastupdated timestamp not null,
    original varchar(11) not null,
    duplicate varchar(11) not null,
    status varchar(255) not null,
    createdbyusername varchar(255) not null,
    lastupdatebyusername varchar(255) not null,
    constraint potentialduplicate_pkey primary key (potentialduplicateid),
    constraint potentialduplicate_teia_teib unique (original, duplicate),
    constraint potentialduplicate_uid_key unique (uid),
    constraint potentialduplicate_check_duplicate check (check_uid(duplicate)),
    constraint potentialduplicate_check_original check (check_uid(original)),
    constraint potentialduplicate_check_uid check (check_uid(uid))
);

create table relationship (
    relationshipid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    style jsonb,
    relationshiptypeid bigint not null,
    from_relationshipitemid integer,
    to_relationshipitemid integer,
    key varchar not null,
    inverted_key varchar not null,
    deleted boolean default false,
    createdatclient timestamp,
    constraint relationship_pkey primary key (relationshipid),
    constraint uk_2gbm9ji77snuoll07yvpgj3o5 unique (to_relationshipitemid),
    constraint uk_74iy11sx99wxaut3skkphkvgi unique (uid),
    constraint uk_799tkjg7am2injr1dypaidt4p unique (code),
    constraint uk_gsvll3t3tsda7kx38waqnegkw unique (from_relationshipitemid)
);

create table relationshipconstraint (
    relationshipconstraintid integer not null,
    entity varchar(255),
    trackedentitytypeid bigint,
    programid bigint,
    programstageid bigint,
    dataview jsonb,
    constraint relationshipconstraint_pkey primary key (relationshipconstraintid)
);

create table relationshipitem (
    relationshipitemid integer not null,
    relationshipid bigint,
    trackedentityid bigint,
    enrollmentid bigint,
    trackereventid bigint,
    singleeventid bigint,
    constraint relationshipitem_pkey primary key (relationshipitemid)
);

create table relationshiptype (
    relationshiptypeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description varchar(255),
    from_relationshipconstraintid integer,
    to_relationshipconstraintid integer,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    bidirectional boolean not null,
    fromtoname varchar(255) not null,
    tofromname varchar(255),
    sharing jsonb default '{}'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    referral boolean default false not null,
    constraint relationshiptype_pkey primary key (relationshiptypeid),
    constraint uk_7rnfvkitq6l0kr5ju2slxopfi unique (uid),
    constraint uk_8d4xrx2gygb4aivpcwrp613hj unique (name),
    constraint uk_aypbls80uca5qu23w4fbqns2f unique (to_relationshipconstraintid),
    constraint uk_gio4nn8l23jikmebud3jwql43 unique (code),
    constraint uk_qq5b8o288bhpe59e5ks3op8jy unique (from_relationshipconstraintid)
);

create table reservedvalue (
    reservedvalueid integer not null,
    expirydate timestamp not null,
    created timestamp not null,
    ownerobject varchar(255),
    owneruid varchar(255),
    key varchar(255),
    value varchar(255),
    constraint reservedvalue_pkey primary key (reservedvalueid)
);

create table sequentialnumbercounter (
    id integer not null,
    owneruid varchar(255) not null,
    key varchar(255) not null,
    counter integer,
    constraint seqnumcount_pkey primary key (owneruid, key)
);

create table singleevent (
    eventid bigint not null,
    uid varchar(11),
    created timestamp not null,
    lastupdated timestamp not null,
    createdatclient timestamp,
    lastupdatedatclient timestamp,
    lastsynchronized timestamp default to_timestamp((0)::double precision) not null,
    programstageid bigint not null,
    attributeoptioncomboid bigint not null,
    deleted boolean not null,
    storedby varchar(255),
    occurreddate timestamp not null,
    organisationunitid bigint not null,
    status varchar(25) not null,
    completedby varchar(255),
    completeddate timestamp,
    geometry geometry(Geometry,4326),
    eventdatavalues jsonb default '{}'::jsonb not null,
    assigneduserid bigint,
    createdbyuserinfo jsonb,
    lastupdatedbyuserinfo jsonb,
    constraint singleevent_pkey primary key (eventid),
    constraint unique_singleevent_uid unique (uid)
);

create table singleevent_notes (
    eventid bigint not null,
    sort_order integer not null,
    noteid bigint not null,
    constraint singleevent_notes_pkey primary key (eventid, sort_order),
    constraint singleevent_notes_trackedentitycommentid_key unique (noteid)
);

create table singleeventchangelog (
    eventchangelogid bigint default nextval('singleeventchangelog_sequence'::regclass) not null,
    eventid bigint not null,
    dataelementid bigint,
    eventfield varchar(100),
    currentvalue varchar(50000),
    previousvalue varchar(50000),
    changelogtype varchar(100) not null,
    created timestamp not null,
    createdby varchar(255) not null,
    constraint singleeventchangelog_pkey primary key (eventchangelogid)
);

create table trackedentity (
    trackedentityid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    createdatclient timestamp,
    lastupdatedatclient timestamp,
    inactive boolean default false not null,
    deleted boolean not null,
    lastsynchronized timestamp default to_timestamp((0)::double precision) not null,
    featuretype varchar(50),
    coordinates text,
    organisationunitid bigint not null,
    trackedentitytypeid bigint not null,
    geometry geometry(Geometry,4326),
    storedby varchar(255),
    createdbyuserinfo jsonb,
    lastupdatedbyuserinfo jsonb,
    potentialduplicate boolean default false,
    constraint trackedentityinstance_pkey primary key (trackedentityid),
    constraint uk_orq3pwtro2yu9yydh046bn40j unique (code),
    constraint uk_rbr4kyuk4s0kb4jo1r77cuaq9 unique (uid)
);

create table trackedentityattribute (
    trackedentityattributeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    description text,
    formname text,
    valuetype varchar(36) not null,
    aggregationtype varchar(40) not null,
    optionsetid bigint,
    inherit boolean,
    expression varchar(255),
    displayonvisitschedule boolean,
    sortorderinvisitschedule integer,
    displayinlistnoprogram boolean,
    sortorderinlistnoprogram integer,
    confidential boolean,
    uniquefield boolean,
    generated boolean,
    pattern varchar(255),
    textpattern jsonb,
    style jsonb,
    orgunitscope boolean,
    skipsynchronization boolean not null,
    userid bigint,
    publicaccess varchar(8),
    fieldmask varchar(255),
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    mincharacterstosearch integer default 0 not null,
    preferredsearchoperator varchar(20) default NULL::character varying,
    blockedsearchoperators jsonb default '[]'::jsonb,
    trigramindexable boolean default false not null,
    skipanalytics boolean default false not null,
    constraint trackedentityattribute_pkey primary key (trackedentityattributeid),
    constraint uk_eh4c3whbwi94nhh772q6l5t7m unique (code),
    constraint uk_evp7d8obarxt3kewepigkwahc unique (name),
    constraint uk_gg9gc0pyaqjuxi8mr4y93i03w unique (shortname),
    constraint uk_kbqnrdakcjfooofmti30d4p8x unique (uid)
);

create table trackedentityattributelegendsets (
    trackedentityattributeid bigint not null,
    sort_order integer not null,
    legendsetid bigint not null,
    constraint trackedentityattributelegendsets_pkey primary key (trackedentityattributeid, sort_order)
);

create table trackedentityattributevalue (
    trackedentityid bigint not null,
    trackedentityattributeid bigint not null,
    created timestamp not null,
    lastupdated timestamp not null,
    value varchar(1200),
    encryptedvalue varchar(50000),
    storedby varchar(255),
    constraint trackedentityattributevalue_pkey primary key (trackedentityid, trackedentityattributeid)
);

create table trackedentityattributevalueaudit (
    trackedentityattributevalueauditid bigint not null,
    trackedentityid bigint,
    trackedentityattributeid bigint,
    value varchar(50000),
    encryptedvalue varchar(50000),
    created timestamp,
    modifiedby varchar(255),
    audittype varchar(100) not null,
    constraint trackedentityattributevalueaudit_pkey primary key (trackedentityattributevalueauditid)
);

create table trackedentityaudit (
    trackedentityauditid bigint not null,
    trackedentity varchar(255),
    created timestamp,
    accessedby varchar(255),
    audittype varchar(100) not null,
    comment varchar(50000),
    constraint trackedentityinstanceaudit_pkey primary key (trackedentityauditid)
);

create table trackedentitychangelog (
    trackedentitychangelogid bigint default nextval('trackedentitychangelog_sequence'::regclass) not null,
    trackedentityid bigint not null,
    trackedentityattributeid bigint not null,
    currentvalue varchar(50000),
    previousvalue varchar(50000),
    changelogtype varchar(100) not null,
    created timestamp not null,
    createdby varchar(255) not null,
    constraint trackedentitychangelog_pkey primary key (trackedentitychangelogid)
);

create table trackedentitydatavalueaudit (
    trackedentitydatavalueauditid bigint not null,
    eventid bigint,
    dataelementid bigint,
    value varchar(50000),
    created timestamp,
    providedelsewhere boolean,
    modifiedby varchar(255),
    audittype varchar(100) not null,
    constraint trackedentitydatavalueaudit_pkey primary key (trackedentitydatavalueauditid)
);

create table trackedentityprogramowner (
    trackedentityprogramownerid integer not null,
    trackedentityid bigint,
    programid bigint not null,
    created timestamp not null,
    lastupdated timestamp not null,
    organisationunitid bigint,
    createdby varchar(255) not null,
    constraint trackedentityprogramowner_pkey primary key (trackedentityprogramownerid)
);

create table trackedentitytype (
    trackedentitytypeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    formname text,
    style jsonb,
    minattributesrequiredtosearch integer,
    maxteicounttoreturn integer,
    allowauditlog boolean,
    userid bigint,
    publicaccess varchar(8),
    featuretype varchar(255),
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    shortname varchar(50) not null,
    enablechangelog boolean not null,
    trackedentitytypeslabel text,
    constraint trackedentitytype_pkey primary key (trackedentitytypeid),
    constraint uk_4iylxmooa7ca562qvw4tjq5ys unique (uid),
    constraint uk_thb8irn2kmm7jay3vcogqxy3x unique (name),
    constraint uk_to3d8d23u9behgh9acdu2wjvl unique (code),
    constraint uk_trackedentitytype_shortname unique (shortname)
);

create table trackedentitytypeattribute (
    trackedentitytypeattributeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    trackedentitytypeid bigint,
    trackedentityattributeid bigint not null,
    displayinlist boolean,
    mandatory boolean,
    searchable boolean,
    sort_order integer,
    constraint trackedentitytypeattribute_pkey primary key (trackedentitytypeattributeid),
    constraint uk_10sblshxcb7dd4qi3s879u35h unique (uid),
    constraint uk_6lycqfymeu4sdi4t3cdh6ul1k unique (code)
);
