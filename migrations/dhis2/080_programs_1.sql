-- Tables of programs, stages, rules, indicators and notifications (1 of 2).

create table eventfilter (
    eventfilterid bigint not null,
    uid varchar(11) not null,
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description varchar(255),
    program varchar(11) not null,
    programstage varchar(11),
    eventquerycriteria jsonb,
    userid bigint,
    publicaccess varchar(8),
    sharing jsonb default '{}'::jsonb,
    translations jsonb,
    constraint programstageinstancefilter_pkey primary key (eventfilterid),
    constraint uk_programstageinstancefilter_uid unique (uid)
);

create table expressiondimensionitem (
    expressiondimensionitemid bigint not null,
    code varchar(50),
    name varchar(230) not null,
    shortname varchar(50) not null,
    formname varchar(230),
    expression text,
    description text,
    missingvaluestrategy varchar(255) not null,
    slidingwindow boolean,
    lastupdated timestamp,
    uid varchar(11),
    created timestamp,
    userid bigint,
    publicaccess varchar(8),
    lastupdatedby bigint,
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint expressiondimensionitem_pkey primary key (expressiondimensionitemid),
    constraint expressiondimensionitem_code_key unique (code),
    constraint expressiondimensionitem_uid_key unique (uid)
);

create table program (
    programid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    description text,
    formname text,
    version integer,
    enrollmentdatelabel text,
    incidentdatelabel text,
    type varchar(255) not null,
    displayincidentdate boolean,
    onlyenrollonce boolean,
    skipoffline boolean not null,
    displayfrontpagelist boolean,
    usefirststageduringregistration boolean,
    capturecoordinates boolean,
    expirydays integer,
    completeeventsexpirydays integer,
    minattributesrequiredtosearch integer,
    maxteicounttoreturn integer,
    style jsonb,
    accesslevel varchar(100),
    expiryperiodtypeid integer,
    ignoreoverdueevents boolean,
    selectenrollmentdatesinfuture boolean,
    selectincidentdatesinfuture boolean,
    relatedprogramid bigint,
    categorycomboid bigint not null,
    trackedentitytypeid bigint,
    dataentryformid bigint,
    userid bigint,
    publicaccess varchar(8),
    featuretype varchar(255),
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    opendaysaftercoenddate integer default 0,
    enrollmentlabel text,
    followuplabel text,
    orgunitlabel text,
    relationshiplabel text,
    notelabel text,
    trackedentityattributelabel text,
    programstagelabel text,
    eventlabel text,
    categorymappings jsonb default '[]'::jsonb,
    enablechangelog boolean not null,
    enrollmentcategorycomboid bigint not null,
    enrollmentslabel text,
    programstageslabel text,
    eventslabel text,
    noteslabel text,
    relationshipslabel text,
    trackedentityattributeslabel text,
    constraint program_pkey primary key (programid),
    constraint uk_fuq6kda6folarp19oggaf02vb unique (code),
    constraint uk_h4omjcs2ktifdrf2m36u886ae unique (uid)
);

create table program_attributes (
    programtrackedentityattributeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    programid bigint,
    trackedentityattributeid bigint not null,
    displayinlist boolean,
    mandatory boolean,
    sort_order integer,
    allowfuturedate boolean,
    renderoptionsasradio boolean,
    rendertype jsonb,
    searchable boolean,
    constraint program_attributes_pkey primary key (programtrackedentityattributeid),
    constraint programtrackedentityattribute_unique_key unique (programid, trackedentityattributeid),
    constraint uk_lgju00pi2jk7y6sl4dkhaykux unique (uid),
    constraint uk_r2f9o8i6th2w8vqdexdfo72ui unique (code)
);

create table program_organisationunits (
    organisationunitid bigint not null,
    programid bigint not null,
    constraint program_organisationunits_pkey primary key (programid, organisationunitid)
);

create table program_userroles (
    programid bigint,
    userroleid bigint not null
);

create table programexpression (
    programexpressionid bigint not null,
    description varchar(255),
    expression text,
    constraint programexpression_pkey primary key (programexpressionid)
);

create table programindicator (
    programindicatorid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    description text,
    formname text,
    style jsonb,
    programid bigint not null,
    expression text,
    filter text,
    aggregationtype varchar(40),
    decimals integer,
    aggregateexportcategoryoptioncombo varchar(255),
    aggregateexportattributeoptioncombo varchar(255),
    displayinform boolean,
    analyticstype varchar(15) not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    orgunitfield text,
    aggregateexportdataelement varchar(255),
    categorycomboid bigint not null,
    attributecomboid bigint not null,
    categorymappingids jsonb default '[]'::jsonb,
    constraint programindicator_pkey primary key (programindicatorid),
    constraint uk_4372w9f7asbu1ybpduj2xqjmt unique (shortname),
    constraint uk_59abitsfd3u0jx4ntrrblven0 unique (uid),
    constraint uk_7udjng39j4ddafjn57r58v7oq unique (name),
    constraint uk_do17h5nk71uvc3xjry6kgevj9 unique (code)
);

create table programindicatorgroup (
    programindicatorgroupid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint programindicatorgroup_pkey primary key (programindicatorgroupid),
    constraint uk_2p9x16ryxtek0g6bqwd49et0c unique (uid),
    constraint uk_7carnwjb5dtsk6i5dn43wy9ck unique (name),
    constraint uk_f7wfef3jx1yl73stqs7b45ewb unique (code)
);

create table programindicatorgroupmembers (
    programindicatorid bigint not null,
    programindicatorgroupid bigint not null,
    constraint programindicatorgroupmembers_pkey primary key (programindicatorgroupid, programindicatorid)
);

create table programindicatorlegendsets (
    programindicatorid bigint not null,
    sort_order integer not null,
    legendsetid bigint not null,
    constraint programindicatorlegendsets_pkey primary key (programindicatorid, sort_order)
);

create table programmessage (
    id bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    text varchar(500) not null,
    subject varchar(200),
    processeddate timestamp,
    messagestatus varchar(50),
    trackedentityid bigint,
    organisationunitid bigint,
    enrollmentid bigint,
    translations jsonb default '[]'::jsonb,
    notificationtemplate varchar(255),
    trackereventid bigint,
    singleeventid bigint,
    constraint programmessage_pkey primary key (id),
    constraint uk_1qlw3rts2pog96ye7r6fqd122 unique (uid),
    constraint uk_3vgkycs0lsgpxaqtytfijr1ji unique (code)
);

create table programmessage_deliverychannels (
    programmessagedeliverychannelsid bigint not null,
    deliverychannel varchar(255)
);

create table programmessage_emailaddresses (
    programmessageemailaddressid bigint not null,
    email text
);

create table programmessage_phonenumbers (
    programmessagephonenumberid bigint not null,
    phonenumber text
);

create table programnotificationinstance (
    programnotificationinstanceid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    enrollmentid bigint,
    programnotificationtemplateid bigint,
    scheduledat timestamp,
    sentat timestamp,
    programnotificationtemplatesnapshot jsonb,
    trackereventid bigint,
    singleeventid bigint,
    constraint programnotificationinstance_pkey primary key (programnotificationinstanceid),
    constraint uk_4mi7q6tbreuo0hspppxyodibk unique (code),
    constraint uk_takpuhb2893t7bbbak9ym3kq9 unique (uid)
);

create table programnotificationtemplate (
    programnotificationtemplateid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    relativescheduleddays integer,
    usergroupid bigint,
    trackedentityattributeid bigint,
    dataelementid bigint,
    subjecttemplate varchar(100),
    messagetemplate text not null,
    notifyparentorganisationunitonly boolean,
    notifyusersinhierarchyonly boolean,
    notificationtrigger varchar(255),
    notificationrecipienttype varchar(255),
    programstageid bigint,
    programid bigint,
    sendrepeatable boolean not null,
    translations jsonb default '[]'::jsonb,
    constraint programnotificationtemplate_pkey primary key (programnotificationtemplateid),
    constraint uk_2pimmculf9ttu2dxquomb9ram unique (uid),
    constraint uk_ot8a05g9d4k5l67xi062xx5w6 unique (code)
);

create table programnotificationtemplate_deliverychannel (
    programnotificationtemplatedeliverychannelid bigint not null,
    deliverychannel varchar(255)
);

create table programownershiphistory (
    programownershiphistoryid integer not null,
    programid bigint,
    trackedentityid bigint,
    startdate timestamp,
    enddate timestamp,
    createdby varchar(255),
    organisationunitid bigint,
    constraint programownershiphistory_pkey primary key (programownershiphistoryid)
);

create table programrule (
    programruleid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description varchar(255),
    programid bigint not null,
    programstageid bigint,
    rulecondition text,
    priority integer,
    translations jsonb default '[]'::jsonb,
    constraint programrule_pkey primary key (programruleid),
    constraint uk_7odx4uo6s5bg55kt1fxky4a8v unique (code),
    constraint uk_p7arcbl58mmcrj2didtr0ruqh unique (uid)
);

create table programruleaction (
    programruleactionid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    programruleid bigint,
    actiontype varchar(255) not null,
    dataelementid bigint,
    trackedentityattributeid bigint,
    programindicatorid bigint,
    programstagesectionid bigint,
    programstageid bigint,
    optionid bigint,
    optiongroupid bigint,
    location varchar(255),
    content text,
    data text,
    evaluationtime varchar(50),
    environments jsonb,
    translations jsonb,
    notificationtemplateid bigint,
    priority integer,
    legendsetid bigint,
    constraint programruleaction_pkey primary key (programruleactionid),
    constraint uk_3c2n8db21er764e4skh3qg57w unique (uid),
    constraint uk_fbferisvig2o4f5owb5lnygf3 unique (code)
);

create table programrulevariable (
    programrulevariableid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    programid bigint not null,
    sourcetype varchar(255) not null,
    trackedentityattributeid bigint,
    dataelementid bigint,
    usecodeforoptionset boolean,
    programstageid bigint,
    translations jsonb default '[]'::jsonb,
    valuetype varchar(50) not null,
    constraint programrulevariable_pkey primary key (programrulevariableid),
    constraint uk_cto4jvd9q49voite13v0egy3i unique (code),
    constraint uk_e5mhmtj1h7xdfiio2panhapgg unique (uid)
);

create table programsection (
    programsectionid bigint not null,
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
    programid bigint,
    sortorder integer not null,
    translations jsonb default '[]'::jsonb,
    constraint programsection_pkey primary key (programsectionid),
    constraint uk_84abcabq3so8ktgt726o5du9d unique (uid),
    constraint uk_tglbwfy1e3ubt5x5hab46qbh6 unique (code)
);

create table programsection_attributes (
    programsectionid bigint not null,
    sort_order integer not null,
    trackedentityattributeid bigint not null,
    constraint programsection_attributes_pkey primary key (programsectionid, sort_order)
);
