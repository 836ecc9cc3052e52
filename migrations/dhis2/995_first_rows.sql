-- What a new server needs before anybody can sign in: the administrator (admin, password district; change it at once) and
-- the default category objects, whose identifiers are fixed in DHIS2.

insert into userinfo (userinfoid, uid, code, created, lastupdated, surname, firstname, username, password, uuid,
    passwordlastupdated, externalauth, selfregistered, invitation, disabled)
values (nextval('hibernate_sequence'), 'M5zQapPyTZI', 'admin', now(), now(), 'admin', 'admin', 'admin',
    '$2a$10$VhOoyGrX/LeIGCOQ7qgNTuV/BNEnlLrrHPw42ZEm97/0w/FdLOGIm', gen_random_uuid(), now(), false, false, false, false);
update userinfo set lastupdatedby = userinfoid, creatoruserid = userinfoid;

insert into userrole (userroleid, uid, code, created, lastupdated, name, description, translations, sharing)
values (nextval('hibernate_sequence'), 'yrB6vc5Ip3r', 'Superuser', now(), now(), 'Superuser', 'Superuser', '[]',
    '{"users": {}, "userGroups": {}}');
insert into userroleauthorities (userroleid, authority) select userroleid, 'ALL' from userrole;
insert into userrolemembers (userid, userroleid) select userinfoid, userroleid from userinfo, userrole;

insert into categoryoption (categoryoptionid, uid, code, created, lastupdated, name, shortname, sharing)
values (nextval('hibernate_sequence'), 'xYerKDKCefk', 'default', now(), now(), 'default', 'default',
    '{"owner": "XXXXXSystem", "users": {}, "public": "rwrw----", "userGroups": {}}');
insert into category (categoryid, uid, code, created, lastupdated, name, shortname, datadimensiontype, datadimension, sharing)
values (nextval('hibernate_sequence'), 'GLevLNI9wkl', 'default', now(), now(), 'default', 'default', 'DISAGGREGATION', false,
    '{"owner": "XXXXXSystem", "users": {}, "public": "rw------", "userGroups": {}}');
insert into categorycombo (categorycomboid, uid, code, created, lastupdated, name, datadimensiontype, skiptotal, sharing)
values (nextval('hibernate_sequence'), 'bjDvmb4bfuf', 'default', now(), now(), 'default', 'DISAGGREGATION', false,
    '{"owner": "XXXXXSystem", "users": {}, "public": "rw------", "userGroups": {}}');
insert into categoryoptioncombo (categoryoptioncomboid, uid, code, created, lastupdated, name, ignoreapproval)
values (nextval('hibernate_sequence'), 'HllvX50cXC0', 'default', now(), now(), 'default', false);
insert into categories_categoryoptions (categoryid, sort_order, categoryoptionid)
select categoryid, 1, categoryoptionid from category, categoryoption;
insert into categorycombos_categories (categorycomboid, sort_order, categoryid)
select categorycomboid, 1, categoryid from categorycombo, category;
insert into categorycombos_optioncombos (categorycomboid, categoryoptioncomboid)
select categorycomboid, categoryoptioncomboid from categorycombo, categoryoptioncombo;
insert into categoryoptioncombos_categoryoptions (categoryoptioncomboid, categoryoptionid)
select categoryoptioncomboid, categoryoptionid from categoryoptioncombo, categoryoption;
