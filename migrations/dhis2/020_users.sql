-- Tables of users, their roles, groups, settings and tokens.

create table api_token (
    apitokenid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint not null,
    createdby bigint not null,
    version integer not null,
    type varchar(50) not null,
    expire bigint not null,
    key varchar(128) not null,
    attributes jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint api_token_pkey primary key (apitokenid),
    constraint api_token_code_key unique (code),
    constraint api_token_uid_key unique (uid)
);

create table oauth2_authorization (
    id bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    createdby bigint,
    principal_name varchar(255) not null,
    registered_client_id varchar(255) not null,
    authorization_grant_type varchar(255) not null,
    authorized_scopes varchar(1000),
    attributes text,
    state varchar(500),
    authorization_code_value varchar(4000),
    authorization_code_issued_at timestamp,
    authorization_code_expires_at timestamp,
    authorization_code_metadata text,
    access_token_value varchar(4000),
    access_token_issued_at timestamp,
    access_token_expires_at timestamp,
    access_token_metadata text,
    access_token_type varchar(255),
    access_token_scopes varchar(1000),
    refresh_token_value varchar(4000),
    refresh_token_issued_at timestamp,
    refresh_token_expires_at timestamp,
    refresh_token_metadata text,
    oidc_id_token_value varchar(4000),
    oidc_id_token_issued_at timestamp,
    oidc_id_token_expires_at timestamp,
    oidc_id_token_metadata text,
    oidc_id_token_claims text,
    user_code_value varchar(4000),
    user_code_issued_at timestamp,
    user_code_expires_at timestamp,
    user_code_metadata text,
    device_code_value varchar(4000),
    device_code_issued_at timestamp,
    device_code_expires_at timestamp,
    device_code_metadata text,
    name varchar(230) not null,
    constraint oauth2_authorization_pkey primary key (id),
    constraint oauth2_authorization_code_key unique (code),
    constraint oauth2_authorization_uid_key unique (uid)
);

create table oauth2_authorization_consent (
    id bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    createdby bigint,
    principal_name varchar(255) not null,
    registered_client_id varchar(255) not null,
    authorities varchar(1000),
    name varchar(230) not null,
    constraint oauth2_authorization_consent_pkey primary key (id),
    constraint oauth2_authorization_consent_code_key unique (code),
    constraint oauth2_authorization_consent_uid_key unique (uid)
);

create table oauth2_client (
    id bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    createdby bigint,
    client_id varchar(255) not null,
    client_secret varchar(255),
    client_secret_expires_at timestamp,
    client_id_issued_at timestamp,
    client_authentication_methods varchar(1000),
    authorization_grant_types varchar(1000),
    redirect_uris varchar(1000),
    post_logout_redirect_uris varchar(1000),
    scopes varchar(1000),
    client_settings text,
    token_settings text,
    name varchar(230) not null,
    constraint oauth2_client_pkey primary key (id),
    constraint oauth2_client_client_id_key unique (client_id),
    constraint oauth2_client_code_key unique (code),
    constraint oauth2_client_uid_key unique (uid)
);

create table oauth2client (
    oauth2clientid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    cid varchar(230) not null,
    secret varchar(512) not null,
    constraint oauth2client_pkey primary key (oauth2clientid),
    constraint uk_fx3xx9xe0xpurjt6v5p7rv8da unique (uid),
    constraint uk_gdfuf3j66jxnvwwnksjxqysac unique (code),
    constraint uk_ni7epmbxtn4jcax3ya324ff9w unique (cid),
    constraint uk_nwgvrevv2slj1bvc9m01p89lf unique (name)
);

create table oauth2clientgranttypes (
    oauth2clientid bigint not null,
    sort_order integer not null,
    granttype varchar(255),
    constraint oauth2clientgranttypes_pkey primary key (oauth2clientid, sort_order)
);

create table oauth2clientredirecturis (
    oauth2clientid bigint not null,
    sort_order integer not null,
    redirecturi varchar(255),
    constraint oauth2clientredirecturis_pkey primary key (oauth2clientid, sort_order)
);

create table oauth_access_token (
    token_id varchar(256),
    token bytea,
    authentication_id varchar(256) not null,
    user_name varchar(256),
    client_id varchar(256),
    authentication bytea,
    refresh_token varchar(256),
    constraint oauth_access_token_pkey primary key (authentication_id)
);

create table oauth_code (
    code varchar(256),
    authentication bytea
);

create table oauth_refresh_token (
    token_id varchar(256),
    token bytea,
    authentication bytea
);

create table previouspasswords (
    userid bigint not null,
    list_index integer not null,
    previouspassword text,
    constraint previouspasswords_pkey primary key (userid, list_index)
);

create table userapps (
    userinfoid bigint not null,
    sort_order integer not null,
    app varchar(255),
    constraint userapps_pkey primary key (userinfoid, sort_order)
);

create table userdatavieworgunits (
    userinfoid bigint not null,
    organisationunitid bigint not null,
    constraint userdatavieworgunits_pkey primary key (userinfoid, organisationunitid)
);

create table usergroup (
    usergroupid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    uuid uuid,
    sharing jsonb default '{}'::jsonb,
    description varchar(255),
    constraint usergroup_pkey primary key (usergroupid),
    constraint uk_ekb018cvmpvll5dgtn97leerj unique (uid),
    constraint uk_q20sh82vk885ooi7fekwtboej unique (code)
);

create table usergroupmanaged (
    managedbygroupid bigint not null,
    managedgroupid bigint not null,
    constraint usergroupmanaged_pkey primary key (managedbygroupid, managedgroupid)
);

create table usergroupmembers (
    userid bigint not null,
    usergroupid bigint not null,
    constraint usergroupmembers_pkey primary key (usergroupid, userid)
);

create table userinfo (
    userinfoid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    lastupdated timestamp not null,
    created timestamp not null,
    surname varchar(160) not null,
    firstname varchar(160) not null,
    email varchar(160),
    phonenumber varchar(80),
    jobtitle varchar(160),
    introduction text,
    gender varchar(50),
    birthday date,
    nationality varchar(160),
    employer varchar(160),
    education text,
    interests text,
    languages text,
    welcomemessage text,
    lastcheckedinterpretations timestamp,
    whatsapp varchar(255),
    skype varchar(255),
    facebookmessenger varchar(255),
    telegram varchar(255),
    twitter varchar(255),
    avatar bigint,
    attributevalues jsonb default '{}'::jsonb,
    dataviewmaxorgunitlevel integer,
    lastupdatedby bigint,
    creatoruserid bigint,
    username varchar(255) not null,
    password varchar(60),
    secret text,
    externalauth boolean,
    openid text,
    ldapid text,
    passwordlastupdated timestamp,
    lastlogin timestamp,
    restoretoken varchar(255),
    restoreexpiry timestamp,
    selfregistered boolean,
    invitation boolean,
    disabled boolean,
    uuid uuid,
    accountexpiry timestamp,
    idtoken varchar(255),
    verifiedemail varchar(255),
    emailverificationtoken varchar(255),
    twofactortype varchar(50) default 'NOT_ENABLED'::character varying not null,
    name varchar(321) generated always as (((firstname)::text || ' '::text) || (surname)::text) stored not null,
    constraint userinfo_pkey primary key (userinfoid),
    constraint uk_gky85ptfkcumyuqhr5yvjxwsa unique (code),
    constraint uk_userinfo_username unique (username),
    constraint userinfo_verifiedemail_key unique (verifiedemail)
);

create table userkeyjsonvalue (
    userkeyjsonvalueid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    userid bigint not null,
    namespace varchar(255) not null,
    userkey varchar(255) not null,
    encrypted_value varchar(255),
    encrypted boolean,
    jbvalue jsonb,
    constraint userkeyjsonvalue_pkey primary key (userkeyjsonvalueid),
    constraint uk_2ubxwwtgyqd0h2mvy46u3prfq unique (code),
    constraint uk_4k3a3mf7dgr4b2btftg5jkmt7 unique (uid),
    constraint userkeyjsonvalue_unique_key_on_user_and_namespace unique (userid, namespace, userkey)
);

create table usermembership (
    organisationunitid bigint not null,
    userinfoid bigint not null,
    constraint usermembership_pkey primary key (userinfoid, organisationunitid)
);

create table usermessage (
    usermessageid integer not null,
    usermessagekey varchar(255),
    userid bigint not null,
    isread boolean not null,
    isfollowup boolean,
    constraint usermessage_pkey primary key (usermessageid)
);

create table userrole (
    userroleid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description varchar(255),
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint userrole_pkey primary key (userroleid),
    constraint uk_ff1da38in40mg91rlgqhw02ff unique (uid),
    constraint uk_hebhkhm8gpwg9xsp8q4f7wlx1 unique (code),
    constraint uk_hjocbvo9fla04bgj7ku32vwsn unique (name)
);

create table userroleauthorities (
    userroleid bigint not null,
    authority varchar(255),
    constraint userroleauthorities_unique_key unique (userroleid, authority)
);

create table userrolemembers (
    userroleid bigint not null,
    userid bigint not null,
    constraint userrolemembers_pkey primary key (userid, userroleid)
);

create table userrolerestrictions (
    userroleid bigint not null,
    restriction varchar(255)
);

create table users_catdimensionconstraints (
    userid bigint not null,
    dataelementcategoryid bigint not null,
    constraint users_catdimensionconstraints_pkey primary key (userid, dataelementcategoryid)
);

create table users_cogsdimensionconstraints (
    userid bigint not null,
    categoryoptiongroupsetid bigint not null,
    constraint users_cogsdimensionconstraints_pkey primary key (userid, categoryoptiongroupsetid)
);

create table usersetting (
    userinfoid bigint not null,
    name varchar(255) not null,
    value bytea,
    constraint usersetting_pkey primary key (userinfoid, name)
);

create table userteisearchorgunits (
    userinfoid bigint not null,
    organisationunitid bigint not null,
    constraint userteisearchorgunits_pkey primary key (userinfoid, organisationunitid)
);
