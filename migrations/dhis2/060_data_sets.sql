-- Tables of data sets, their forms, values, completion and approval.

create table completedatasetregistration (
    datasetid bigint not null,
    periodid bigint not null,
    sourceid bigint not null,
    attributeoptioncomboid bigint not null,
    date timestamp,
    storedby varchar(255),
    lastupdatedby varchar(255),
    lastupdated timestamp,
    completed boolean not null,
    constraint completedatasetregistration_pkey primary key (datasetid, periodid, sourceid, attributeoptioncomboid)
);

create table configuration_dataoutputperiodtype (
    configurationid integer not null,
    periodtypeid integer not null,
    constraint uk_configuration_dataoutputperiodtype unique (configurationid, periodtypeid)
);

create table dataapproval (
    dataapprovalid bigint not null,
    dataapprovallevelid bigint not null,
    workflowid bigint not null,
    periodid bigint not null,
    organisationunitid bigint not null,
    attributeoptioncomboid bigint not null,
    accepted boolean not null,
    created timestamp not null,
    creator bigint not null,
    lastupdated timestamp,
    lastupdatedby bigint,
    constraint dataapproval_pkey primary key (dataapprovalid),
    constraint dataapproval_unique_key unique (dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid)
);

create table dataapprovalaudit (
    dataapprovalauditid bigint not null,
    levelid bigint not null,
    workflowid bigint not null,
    periodid bigint not null,
    organisationunitid bigint not null,
    attributeoptioncomboid bigint not null,
    action varchar(100) not null,
    created timestamp not null,
    creator bigint not null,
    constraint dataapprovalaudit_pkey primary key (dataapprovalauditid)
);

create table dataapprovallevel (
    dataapprovallevelid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    level integer not null,
    orgunitlevel integer not null,
    categoryoptiongroupsetid bigint,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    constraint dataapprovallevel_pkey primary key (dataapprovallevelid),
    constraint uk_2r18tvmbtksk69j35uxpwej44 unique (code),
    constraint uk_5mq4bmpyevmr1ddkkopweted1 unique (name),
    constraint uk_hqekpuhjg3g4k4t7xdnu10jy4 unique (orgunitlevel, categoryoptiongroupsetid),
    constraint uk_i1uhc0c8jgxkhlswl9fujsicf unique (uid)
);

create table dataapprovalworkflow (
    workflowid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    periodtypeid integer not null,
    categorycomboid bigint not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    constraint dataapprovalworkflow_pkey primary key (workflowid),
    constraint uk_3svwn20y9qda34bmatesg5c0j unique (code),
    constraint uk_by4pqq1ans00ffmrgqqh9ehog unique (uid),
    constraint uk_n18s4feicujvngv2ajoesdgio unique (name)
);

create table dataapprovalworkflowlevels (
    workflowid bigint not null,
    dataapprovallevelid bigint not null,
    constraint dataapprovalworkflowlevels_pkey primary key (workflowid, dataapprovallevelid)
);

create table dataentryform (
    dataentryformid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(160) not null,
    style varchar(40),
    htmlcode text,
    format integer,
    translations jsonb default '[]'::jsonb not null,
    constraint dataentryform_pkey primary key (dataentryformid),
    constraint uk_dhl0qt8y7hht7krbiym1e9x3n unique (code),
    constraint uk_p8tvo9tqrdn5tb45d0g5cko5o unique (name),
    constraint uk_q0obvr5rvxhlnjs367y1f0bav unique (uid)
);

create table datainputperiod (
    datainputperiodid integer not null,
    periodid bigint not null,
    openingdate timestamp,
    closingdate timestamp,
    datasetid bigint,
    constraint datainputperiod_pkey primary key (datainputperiodid)
);

create table dataset (
    datasetid bigint not null,
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
    periodtypeid integer not null,
    categorycomboid bigint not null,
    mobile boolean not null,
    version integer,
    expirydays double precision,
    timelydays double precision,
    notifycompletinguser boolean,
    workflowid bigint,
    openfutureperiods integer,
    fieldcombinationrequired boolean,
    validcompleteonly boolean,
    novaluerequirescomment boolean,
    skipoffline boolean,
    dataelementdecoration boolean,
    renderastabs boolean,
    renderhorizontally boolean,
    compulsoryfieldscompleteonly boolean,
    userid bigint,
    publicaccess varchar(8),
    dataentryform bigint,
    notificationrecipients bigint,
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    openperiodsaftercoenddate integer default 0,
    sharing jsonb default '{}'::jsonb,
    displayoptions jsonb default '{}'::jsonb,
    constraint dataset_pkey primary key (datasetid),
    constraint dataset_unique_shortname unique (shortname),
    constraint uk_ayk5ey2r1fh1akknxtpcpyp9r unique (uid),
    constraint uk_oeni5ndit5g033f1s1j08bdry unique (code)
);

create table datasetelement (
    datasetelementid integer not null,
    datasetid bigint,
    dataelementid bigint not null,
    categorycomboid bigint,
    constraint datasetelement_pkey primary key (datasetelementid),
    constraint datasetelement_unique_key unique (datasetid, dataelementid)
);

create table datasetindicators (
    indicatorid bigint not null,
    datasetid bigint not null,
    constraint datasetindicators_pkey primary key (datasetid, indicatorid)
);

create table datasetlegendsets (
    datasetid bigint not null,
    sort_order integer not null,
    legendsetid bigint not null,
    constraint datasetlegendsets_pkey primary key (datasetid, sort_order)
);

create table datasetnotification_datasets (
    datasetnotificationtemplateid bigint not null,
    datasetid bigint not null,
    constraint datasetnotification_datasets_pkey primary key (datasetnotificationtemplateid, datasetid)
);

create table datasetnotificationtemplate (
    datasetnotificationtemplateid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    subjecttemplate varchar(100),
    messagetemplate text not null,
    relativescheduleddays integer,
    notifyparentorganisationunitonly boolean,
    notifyusersinhierarchyonly boolean,
    sendstrategy varchar(50),
    usergroupid bigint,
    datasetnotificationtrigger varchar(255),
    notificationrecipienttype varchar(255),
    translations jsonb default '[]'::jsonb,
    constraint datasetnotificationtemplate_pkey primary key (datasetnotificationtemplateid),
    constraint uk_jjt6ctp2xi4d7vtv4pwkkdhh0 unique (uid),
    constraint uk_mq0y6uuq2erprg2siebo2mk1o unique (code)
);

create table datasetnotificationtemplate_deliverychannel (
    datasetnotificationtemplateid bigint not null,
    deliverychannel varchar(255)
);

create table datasetoperands (
    datasetid bigint not null,
    dataelementoperandid bigint not null,
    constraint datasetoperands_pkey primary key (datasetid, dataelementoperandid)
);

create table datasetsource (
    sourceid bigint not null,
    datasetid bigint not null,
    constraint datasetsource_pkey primary key (datasetid, sourceid)
);

create table datavalue (
    dataelementid bigint not null,
    periodid bigint not null,
    sourceid bigint not null,
    categoryoptioncomboid bigint not null,
    attributeoptioncomboid bigint not null,
    value varchar(50000),
    storedby varchar(255) default current_setting('dhis2.user'::text),
    created timestamp default now() not null,
    lastupdated timestamp default now() not null,
    comment varchar(50000),
    followup boolean,
    deleted boolean not null,
    constraint datavalue_pkey primary key (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid)
);

create table datavalueaudit (
    datavalueauditid bigint not null,
    dataelementid bigint not null,
    periodid bigint not null,
    organisationunitid bigint not null,
    categoryoptioncomboid bigint not null,
    attributeoptioncomboid bigint not null,
    value varchar(50000),
    created timestamp,
    modifiedby varchar(100),
    audittype varchar(100) not null,
    constraint datavalueaudit_pkey primary key (datavalueauditid)
);

create table lockexception (
    lockexceptionid bigint not null,
    organisationunitid bigint,
    periodid bigint,
    datasetid bigint,
    created timestamp default now() not null,
    constraint lockexception_pkey primary key (lockexceptionid)
);

create table minmaxdataelement (
    minmaxdataelementid bigint default nextval('hibernate_sequence'::regclass) not null,
    sourceid bigint not null,
    dataelementid bigint not null,
    categoryoptioncomboid bigint not null,
    minimumvalue integer not null,
    maximumvalue integer not null,
    generatedvalue boolean not null,
    constraint minmaxdataelement_pkey primary key (sourceid, dataelementid, categoryoptioncomboid)
);

create table period (
    periodid bigint not null,
    periodtypeid integer,
    startdate date not null,
    enddate date not null,
    iso varchar(50) not null,
    constraint period_pkey primary key (periodid),
    constraint period_iso_key unique (iso),
    constraint uk_tbkbjga8h4j5u33d7hbcuk66t unique (periodtypeid, startdate, enddate)
);

create table periodboundary (
    periodboundaryid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    boundarytarget varchar(50),
    analyticsperiodboundarytype varchar(50),
    offsetperiods integer,
    offsetperiodtypeid integer,
    programindicatorid bigint,
    constraint periodboundary_pkey primary key (periodboundaryid),
    constraint uk_4e9t02lypy6ynejqfegixx36k unique (uid),
    constraint uk_sbipy5btkgy542bdbx7mxppdd unique (code)
);

create table periodtype (
    periodtypeid integer not null,
    name varchar(50) not null,
    label varchar(230),
    constraint periodtype_pkey primary key (periodtypeid)
);

create table section (
    sectionid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    datasetid bigint not null,
    sortorder integer not null,
    showrowtotals boolean,
    showcolumntotals boolean,
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    disabledataelementautogroup boolean default false,
    displayoptions jsonb default '{}'::jsonb,
    constraint section_pkey primary key (sectionid),
    constraint key_sectionnamedataset unique (name, datasetid),
    constraint uk_9hvlbsw019hscf35xb5behfx9 unique (code),
    constraint uk_a50otc0l2chm0heii6scpit4k unique (uid)
);

create table sectiondataelements (
    sectionid bigint not null,
    sort_order integer not null,
    dataelementid bigint not null,
    constraint sectiondataelements_pkey primary key (sectionid, sort_order)
);

create table sectiongreyedfields (
    sectionid bigint not null,
    dataelementoperandid bigint not null,
    constraint sectiongreyedfields_pkey primary key (sectionid, dataelementoperandid)
);

create table sectionindicators (
    sectionid bigint not null,
    sort_order integer not null,
    indicatorid bigint not null,
    constraint sectionindicators_pkey primary key (sectionid, sort_order)
);

create table smscodes (
    smscodeid integer not null,
    code varchar(255),
    formula text,
    compulsory boolean,
    dataelementid bigint,
    trackedentityattributeid bigint,
    optionid bigint,
    constraint smscodes_pkey primary key (smscodeid)
);

create table smscommandcodes (
    id bigint not null,
    codeid integer not null,
    constraint smscommandcodes_pkey primary key (id, codeid),
    constraint uk_t9e1mnpydje0rsvinxq68q1i6 unique (codeid)
);

create table smscommands (
    smscommandid bigint not null,
    uid varchar(11) not null,
    created timestamp not null,
    lastupdated timestamp not null,
    name text,
    parsertype varchar(50),
    separatorkey text,
    codeseparator text,
    defaultmessage text,
    receivedmessage text,
    wrongformatmessage text,
    nousermessage text,
    morethanoneorgunitmessage text,
    successmessage text,
    currentperiodusedforreporting boolean,
    completenessmethod text,
    datasetid bigint,
    usergroupid bigint,
    programid bigint,
    programstageid bigint,
    constraint smscommands_pkey primary key (smscommandid)
);

create table smscommandspecialcharacters (
    smscommandid bigint not null,
    specialcharacterid integer not null,
    constraint smscommandspecialcharacters_pkey primary key (smscommandid, specialcharacterid),
    constraint uk_etm1elt7pbwyia8e0kfnrvqo3 unique (specialcharacterid)
);
