-- Tables of jobs, messages, files, settings and everything else that runs the system (1 of 2).

create table aggregatedataexchange (
    aggregatedataexchangeid bigint not null,
    uid varchar(11),
    code varchar(100),
    created timestamp,
    userid bigint,
    lastupdated timestamp,
    lastupdatedby bigint,
    translations jsonb,
    sharing jsonb default '{}'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    name varchar(230) not null,
    source jsonb not null,
    target jsonb not null,
    constraint aggregatedataexchange_pkey primary key (aggregatedataexchangeid),
    constraint aggregatedataexchange_code_key unique (code),
    constraint aggregatedataexchange_name_key unique (name),
    constraint aggregatedataexchange_uid_key unique (uid)
);

create table attribute (
    attributeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50),
    description text,
    valuetype varchar(50) not null,
    mandatory boolean not null,
    isunique boolean,
    sortorder integer,
    optionsetid bigint,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    objecttypes jsonb not null,
    constraint attribute_pkey primary key (attributeid),
    constraint uk_1774shfid1uaopl9tu8am19fq unique (code),
    constraint uk_9mqbhximifdn1n8ru52lan3fw unique (uid),
    constraint uk_hpwum0iq12fs4ej5d0tgy6wsn unique (name)
);

create table attributevalue (
    attributevalueid bigint not null,
    created timestamp,
    lastupdated timestamp,
    value text,
    attributeid bigint not null,
    constraint attributevalue_pkey primary key (attributevalueid)
);

create table audit (
    auditid integer default nextval('audit_auditid_seq'::regclass) not null,
    audittype text not null,
    auditscope text not null,
    createdat timestamp not null,
    createdby text not null,
    klass text,
    uid text,
    code text,
    attributes jsonb default '{}'::jsonb,
    data bytea,
    constraint audit_pkey primary key (auditid)
);
alter sequence audit_auditid_seq owned by audit.auditid;

create table configuration (
    configurationid integer not null,
    systemid varchar(255),
    feedbackrecipientsid bigint,
    offlineorgunitlevelid bigint,
    infrastructuralindicatorsid bigint,
    infrastructuraldataelementsid bigint,
    infrastructuralperiodtypeid integer,
    selfregistrationrole bigint,
    selfregistrationorgunit bigint,
    facilityorgunitgroupset bigint,
    facilityorgunitlevel bigint,
    systemupdatenotificationrecipientsid bigint,
    constraint configuration_pkey primary key (configurationid)
);

create table configuration_corswhitelist (
    configurationid integer not null,
    corswhitelist varchar(255)
);

create table datastatistics (
    statisticsid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    mapviews bigint,
    eventreportviews bigint,
    eventchartviews bigint,
    dashboardviews bigint,
    datasetreportviews bigint,
    active_users bigint,
    totalviews bigint,
    maps bigint,
    eventreports bigint,
    eventcharts bigint,
    dashboards bigint,
    indicators bigint,
    datavalues bigint,
    users bigint,
    visualizationviews bigint,
    visualizations bigint,
    passivedashboardviews bigint,
    eventvisualizationviews bigint,
    eventvisualizations bigint,
    constraint datastatistics_pkey primary key (statisticsid),
    constraint uk_cswvqawieb2sfq5qsy5wpqp1k unique (code),
    constraint uk_ppi146eky8fodu97t1o21vkd8 unique (uid)
);

create table datastatisticsevent (
    eventid integer not null,
    eventtype varchar,
    timestamp timestamp,
    username varchar(255),
    favoriteuid varchar(255),
    constraint datastatisticsevent_pkey primary key (eventid)
);

create table deletedobject (
    deletedobjectid bigint not null,
    klass varchar(255) not null,
    uid varchar(255) not null,
    code varchar(255),
    deleted_at timestamp not null,
    deleted_by varchar(255),
    constraint deletedobject_pkey primary key (deletedobjectid),
    constraint key_deleted_object_klass_uid unique (klass, uid)
);

create table externalfileresource (
    externalfileresourceid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    accesstoken varchar(255),
    expires timestamp,
    fileresourceid bigint not null,
    constraint externalfileresource_pkey primary key (externalfileresourceid),
    constraint uk_8v1lxgqdnnocvm9ah6clxmjf unique (code),
    constraint uk_ccwoighljmk4fy165ipnwl5n4 unique (uid),
    constraint uk_d4gp8a84gn643g0r28hdnn4so unique (fileresourceid)
);

create table externalnotificationlogentry (
    externalnotificationlogentryid bigint not null,
    uid varchar(11),
    created timestamp not null,
    lastupdated timestamp not null,
    lastsentat timestamp,
    retries integer,
    key text not null,
    templateuid text not null,
    allowmultiple boolean,
    triggerby varchar(255),
    constraint externalnotificationlogentry_pkey primary key (externalnotificationlogentryid),
    constraint uk_lner1ovmrqr5qrwn8gwfuhhhn unique (uid),
    constraint uk_mcn0op3hsf5ajqg5k4oli4xkc unique (key)
);

create table fileresource (
    fileresourceid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    contenttype varchar(255) not null,
    contentlength bigint not null,
    contentmd5 varchar(32) not null,
    storagekey varchar(1024) not null,
    isassigned boolean not null,
    domain varchar(40),
    userid bigint,
    hasmultiplestoragefiles boolean,
    fileresourceowner varchar(255),
    constraint fileresource_pkey primary key (fileresourceid),
    constraint uk_4dlqoc6s8ilws9yhacy5qkddb unique (code),
    constraint uk_eh2epuhchf9mci86ihl06i31g unique (uid),
    constraint uk_jxqj907hbrng860p6mypvl63k unique (storagekey)
);

create table i18nlocale (
    i18nlocaleid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(250) not null,
    locale varchar(15) not null,
    constraint i18nlocale_pkey primary key (i18nlocaleid),
    constraint uk_2l0ovv74pjtairmeyiwy4i2ui unique (uid),
    constraint uk_9j6xjgegveyc0uqs506yy2wrp unique (locale),
    constraint uk_krm9w69donjqsejkmfw17jbcx unique (code),
    constraint uk_qogg9a7yy4qconomxt4j4upql unique (name)
);

create table icon (
    iconkey varchar(100) not null,
    fileresourceid bigint not null,
    description text,
    keywords jsonb,
    created timestamp default CURRENT_TIMESTAMP not null,
    lastupdated timestamp default CURRENT_TIMESTAMP not null,
    createdby bigint,
    custom boolean not null,
    constraint icon_pkey primary key (iconkey),
    constraint icon_fileresource_ukey unique (fileresourceid)
);

create table incomingsms (
    id bigint not null,
    originator varchar(255) not null,
    encoding integer not null,
    sentdate timestamp not null,
    receiveddate timestamp not null,
    text varchar(255),
    gatewayid varchar(255) not null,
    status integer not null,
    parsed boolean,
    statusmessage varchar(255),
    userid bigint,
    uid varchar(255) not null,
    constraint incomingsms_pkey primary key (id)
);

create table jobconfiguration (
    jobconfigurationid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    cronexpression varchar(255),
    lastexecuted timestamp,
    enabled boolean not null,
    jsonbjobparameters jsonb,
    jobtype varchar(120) not null,
    jobstatus varchar(120) not null,
    lastexecutedstatus varchar(120) not null,
    delay integer,
    queuename varchar(50),
    queueposition integer,
    executedby varchar(11),
    schedulingtype varchar(12) default 'ONCE_ASAP'::character varying not null,
    lastalive timestamp,
    lastfinished timestamp,
    cancel boolean default false not null,
    progress jsonb,
    errorcodes text,
    constraint jobconfiguration_pkey primary key (jobconfigurationid),
    constraint uk_igo4gx1d74k7m93vxnn4n77jf unique (code),
    constraint uk_rqkhk3ebvk1kflf7qigbaxeyp unique (name),
    constraint uk_sdng31h9qjawcikcllry8a8a5 unique (uid)
);

create table keyjsonvalue (
    keyjsonvalueid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    namespace varchar(255) not null,
    namespacekey varchar(255) not null,
    encrypted_value varchar(255),
    encrypted boolean,
    userid bigint,
    publicaccess varchar(8),
    jbvalue jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint keyjsonvalue_pkey primary key (keyjsonvalueid),
    constraint keyjsonvalue_unique_key_in_namespace unique (namespace, namespacekey),
    constraint uk_em6b7qxcas7dn6y506i3nd2x6 unique (uid),
    constraint uk_tikknlgl0im3w68yvlb0swrgd unique (code)
);

create table message (
    messageid bigint not null,
    uid varchar(11) not null,
    created timestamp not null,
    lastupdated timestamp not null,
    messagetext text,
    internal boolean,
    metadata varchar(255),
    userid bigint,
    constraint message_pkey primary key (messageid)
);

create table messageattachments (
    messageid bigint not null,
    fileresourceid bigint not null,
    constraint messageattachments_pkey primary key (messageid, fileresourceid)
);

create table messageconversation (
    messageconversationid bigint not null,
    uid varchar(11) not null,
    messagecount integer,
    created timestamp not null,
    lastupdated timestamp not null,
    subject varchar(255) not null,
    messagetype varchar(255) not null,
    priority varchar(255),
    status varchar(255),
    user_assigned bigint,
    lastsenderid bigint,
    lastmessage timestamp,
    userid bigint,
    extmessageid varchar(64),
    constraint messageconversation_pkey primary key (messageconversationid)
);

create table messageconversation_messages (
    messageconversationid bigint not null,
    sort_order integer not null,
    messageid bigint not null,
    constraint messageconversation_messages_pkey primary key (messageconversationid, sort_order),
    constraint uk_nqdtggpr548q0tnbu919puw0p unique (messageid)
);

create table messageconversation_usermessages (
    messageconversationid bigint not null,
    usermessageid integer not null,
    constraint messageconversation_usermessages_pkey primary key (messageconversationid, usermessageid),
    constraint uk_j5pi1qwi2m228qrsxql48o61s unique (usermessageid)
);

create table metadataproposal (
    proposalid bigint not null,
    uid varchar(11) not null,
    type varchar(6) not null,
    status varchar(12) not null,
    target varchar(30) not null,
    targetuid varchar(11),
    created timestamp not null,
    createdby bigint not null,
    change jsonb not null,
    comment varchar(255),
    reason varchar(1024),
    finalised timestamp,
    finalisedby bigint,
    constraint metadataproposal_pkey primary key (proposalid),
    constraint metadataproposal_uid_key unique (uid)
);

create table metadataversion (
    versionid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    versiontype varchar(50),
    importdate timestamp,
    hashcode varchar(50) not null,
    constraint metadataversion_pkey primary key (versionid),
    constraint uk_9k7bv5o2ut4t0unxcwfyf1ay0 unique (code),
    constraint uk_d3qpxp187x8t4c1rsn64crgqu unique (hashcode),
    constraint uk_f93o7l4afmkassm3t4f2op9ps unique (name),
    constraint uk_ktwf16f728hce9ahtpmm7w5lx unique (uid)
);

create table outbound_sms (
    id bigint not null,
    date timestamp not null,
    message text,
    status integer not null,
    sender varchar(255),
    uid varchar(255) not null,
    constraint outbound_sms_pkey primary key (id)
);

create table outbound_sms_recipients (
    outbound_sms_id bigint not null,
    elt text
);

create table route (
    routeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    disabled boolean not null,
    url text not null,
    headers jsonb default '{}'::jsonb,
    auth jsonb default '{}'::jsonb,
    authorities jsonb default '[]'::jsonb,
    userid bigint,
    translations jsonb default '[]'::jsonb,
    sharing jsonb default '{}'::jsonb,
    attributevalues jsonb,
    responsetimeoutseconds integer default 5 not null,
    constraint route_pkey primary key (routeid),
    constraint route_code_key unique (code),
    constraint route_name_key unique (name),
    constraint route_uid_key unique (uid),
    constraint route_responsetimeoutseconds_check check (((responsetimeoutseconds > 0) and (responsetimeoutseconds <= 60)))
);

create table smsspecialcharacter (
    specialcharacterid integer not null,
    name text,
    value text,
    constraint smsspecialcharacter_pkey primary key (specialcharacterid)
);
