-- References of jobs, messages, files, settings and everything else that runs the system.

alter table aggregatedataexchange
    add constraint fk_aggregatedataexchange_lastupdateby_userinfoid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_aggregatedataexchange_userid_userinfoid foreign key (userid) references userinfo(userinfoid);
alter table attribute
    add constraint fk_attribute_optionsetid foreign key (optionsetid) references optionset(optionsetid),
    add constraint fk_attribute_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table attributevalue
    add constraint fk_attributevalue_attributeid foreign key (attributeid) references attribute(attributeid);
alter table configuration
    add constraint fk_configuration_facilityorgunitgroupset foreign key (facilityorgunitgroupset) references orgunitgroupset(orgunitgroupsetid),
    add constraint fk_configuration_facilityorgunitlevel foreign key (facilityorgunitlevel) references orgunitlevel(orgunitlevelid),
    add constraint fk_configuration_feedback_recipients foreign key (feedbackrecipientsid) references usergroup(usergroupid),
    add constraint fk_configuration_infrastructural_dataelements foreign key (infrastructuraldataelementsid) references dataelementgroup(dataelementgroupid),
    add constraint fk_configuration_infrastructural_indicators foreign key (infrastructuralindicatorsid) references indicatorgroup(indicatorgroupid),
    add constraint fk_configuration_infrastructural_periodtype foreign key (infrastructuralperiodtypeid) references periodtype(periodtypeid),
    add constraint fk_configuration_offline_orgunit_level foreign key (offlineorgunitlevelid) references orgunitlevel(orgunitlevelid),
    add constraint fk_configuration_selfregistrationorgunit foreign key (selfregistrationorgunit) references organisationunit(organisationunitid),
    add constraint fk_configuration_selfregistrationrole foreign key (selfregistrationrole) references userrole(userroleid),
    add constraint fk_configuration_systemupdatenotification_recipients foreign key (systemupdatenotificationrecipientsid) references usergroup(usergroupid);
alter table configuration_corswhitelist
    add constraint fk_configuration_corswhitelist foreign key (configurationid) references configuration(configurationid);
alter table datastatistics
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table externalfileresource
    add constraint fk_fileresource_externalfileresource foreign key (fileresourceid) references fileresource(fileresourceid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table fileresource
    add constraint fk_fileresource_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table i18nlocale
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table icon
    add constraint fk_createdby_userid foreign key (createdby) references userinfo(userinfoid),
    add constraint fk_icon_fileresource foreign key (fileresourceid) references fileresource(fileresourceid) on delete cascade;
alter table incomingsms
    add constraint fk_incomingsms_userid foreign key (userid) references userinfo(userinfoid);
alter table jobconfiguration
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table keyjsonvalue
    add constraint fk_keyjsonvalue_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table message
    add constraint fk_message_userid foreign key (userid) references userinfo(userinfoid);
alter table messageattachments
    add constraint fk_messageattachments_fileresourceid foreign key (fileresourceid) references fileresource(fileresourceid);
alter table messageconversation
    add constraint fk_messageconversation_lastsender_userid foreign key (lastsenderid) references userinfo(userinfoid),
    add constraint fk_messageconversation_user_user_assigned foreign key (user_assigned) references userinfo(userinfoid),
    add constraint fk_messageconversation_user_userid foreign key (userid) references userinfo(userinfoid);
alter table messageconversation_messages
    add constraint fk_messageconversation_messages_messageconversationid foreign key (messageconversationid) references messageconversation(messageconversationid),
    add constraint fk_messageconversation_messages_messageid foreign key (messageid) references message(messageid);
alter table messageconversation_usermessages
    add constraint fk_messageconversation_usermessages_messageconversationid foreign key (messageconversationid) references messageconversation(messageconversationid),
    add constraint fk_messageconversation_usermessages_usermessageid foreign key (usermessageid) references usermessage(usermessageid);
alter table metadataproposal
    add constraint fk_createdby_userid foreign key (createdby) references userinfo(userinfoid),
    add constraint fk_finalisedby_userid foreign key (finalisedby) references userinfo(userinfoid);
alter table metadataversion
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table outbound_sms_recipients
    add constraint fkktmkxjuo5b3v1q2jqk7lymh0p foreign key (outbound_sms_id) references outbound_sms(id);
alter table route
    add constraint fk_route_lastupdateby_userinfoid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_route_userid_userinfoid foreign key (userid) references userinfo(userinfoid);
alter table sqlview
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_sqlview_userid foreign key (userid) references userinfo(userinfoid);
alter table tablehook
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
