-- References of charts, tables, maps, dashboards and what is said about them.

alter table dashboard
    add constraint fk_dashboard_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dashboard_items
    add constraint fk_dashboard_items_dashboardid foreign key (dashboardid) references dashboard(dashboardid),
    add constraint fk_dashboard_items_dashboarditemid foreign key (dashboarditemid) references dashboarditem(dashboarditemid);
alter table dashboarditem
    add constraint fk_dashboarditem_eventchartid foreign key (eventchartid) references eventvisualization(eventvisualizationid),
    add constraint fk_dashboarditem_eventreportid foreign key (eventreport) references eventvisualization(eventvisualizationid),
    add constraint fk_dashboarditem_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid),
    add constraint fk_dashboarditem_mapid foreign key (mapid) references map(mapid),
    add constraint fk_dashboarditem_visualizationid foreign key (visualizationid) references visualization(visualizationid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dashboarditem_reports
    add constraint fk_dashboarditem_reports_dashboardid foreign key (dashboarditemid) references dashboarditem(dashboarditemid),
    add constraint fk_dashboarditem_reports_reportid foreign key (reportid) references report(reportid);
alter table dashboarditem_resources
    add constraint fk_dashboarditem_resources_dashboardid foreign key (dashboarditemid) references dashboarditem(dashboarditemid),
    add constraint fk_dashboarditem_resources_resourceid foreign key (resourceid) references document(documentid);
alter table dashboarditem_users
    add constraint fk_dashboarditem_users_dashboardid foreign key (dashboarditemid) references dashboarditem(dashboarditemid),
    add constraint fk_dashboarditem_users_userinfoid foreign key (userid) references userinfo(userinfoid);
alter table datadimensionitem
    add constraint fk_datadimensionitem_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_datadimensionitem_dataelementoperand_categoryoptioncomboid foreign key (dataelementoperand_categoryoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_datadimensionitem_dataelementoperand_dataelementid foreign key (dataelementoperand_dataelementid) references dataelement(dataelementid),
    add constraint fk_datadimensionitem_datasetid foreign key (datasetid) references dataset(datasetid),
    add constraint fk_datadimensionitem_expressiondimensionitemid foreign key (expressiondimensionitemid) references expressiondimensionitem(expressiondimensionitemid),
    add constraint fk_datadimensionitem_indicatorid foreign key (indicatorid) references indicator(indicatorid),
    add constraint fk_datadimensionitem_programattribute_attributeid foreign key (programattribute_attributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_datadimensionitem_programattribute_programid foreign key (programattribute_programid) references program(programid),
    add constraint fk_datadimensionitem_programattributeoption_attributeid foreign key (programattributeoption_attributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_datadimensionitem_programattributeoption_optionid foreign key (programattributeoption_optionid) references optionvalue(optionvalueid),
    add constraint fk_datadimensionitem_programattributeoption_programid foreign key (programattributeoption_programid) references program(programid),
    add constraint fk_datadimensionitem_programdataelement_dataelementid foreign key (programdataelement_dataelementid) references dataelement(dataelementid),
    add constraint fk_datadimensionitem_programdataelement_programid foreign key (programdataelement_programid) references program(programid),
    add constraint fk_datadimensionitem_programdataelementoption_dataelementid foreign key (programdataelementoption_dataelementid) references dataelement(dataelementid),
    add constraint fk_datadimensionitem_programdataelementoption_optionid foreign key (programdataelementoption_optionid) references optionvalue(optionvalueid),
    add constraint fk_datadimensionitem_programdataelementoption_programid foreign key (programdataelementoption_programid) references program(programid),
    add constraint fk_datadimensionitem_programindicatorid foreign key (programindicatorid) references programindicator(programindicatorid);
alter table document
    add constraint fk_document_fileresourceid foreign key (fileresource) references fileresource(fileresourceid),
    add constraint fk_document_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table eventvisualization
    add constraint fk_evisualization_attributevaluedimensionid foreign key (attributevaluedimensionid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_evisualization_dataelementvaluedimensionid foreign key (dataelementvaluedimensionid) references dataelement(dataelementid),
    add constraint fk_evisualization_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_evisualization_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fk_evisualization_programid foreign key (programid) references program(programid),
    add constraint fk_evisualization_programstageid foreign key (programstageid) references programstage(programstageid),
    add constraint fk_evisualization_relativeperiodsid foreign key (relativeperiodsid) references relativeperiods(relativeperiodsid),
    add constraint fk_evisualization_report_relativeperiodsid foreign key (relativeperiodsid) references relativeperiods(relativeperiodsid),
    add constraint fk_evisualization_trackedentitytypeid foreign key (trackedentitytypeid) references trackedentitytype(trackedentitytypeid),
    add constraint fk_evisualization_userid foreign key (userid) references userinfo(userinfoid);
alter table eventvisualization_attributedimensions
    add constraint fk_evisualization_attributedimensions_attributedimensionid foreign key (trackedentityattributedimensionid) references trackedentityattributedimension(trackedentityattributedimensionid),
    add constraint fk_evisualization_attributedimensions_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_categorydimensions
    add constraint fk_evisualization_categorydimensions_categorydimensionid foreign key (categorydimensionid) references categorydimension(categorydimensionid),
    add constraint fk_evisualization_categorydimensions_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_categoryoptiongroupsetdimensions
    add constraint fk_evisualization_catoptiongroupsetdimensions_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid),
    add constraint fk_evisualization_dimensions_catoptiongroupsetdimensionid foreign key (categoryoptiongroupsetdimensionid) references categoryoptiongroupsetdimension(categoryoptiongroupsetdimensionid);
alter table eventvisualization_columns
    add constraint fk_evisualization_columns_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_dataelementdimensions
    add constraint fk_evisualization_dataelementdimensions_dataelementdimensionid foreign key (trackedentitydataelementdimensionid) references trackedentitydataelementdimension(trackedentitydataelementdimensionid),
    add constraint fk_evisualization_dataelementdimensions_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_filters
    add constraint fk_evisualization_filters_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_itemorgunitgroups
    add constraint fk_evisualization_itemorgunitgroups_orgunitgroupid foreign key (orgunitgroupid) references orgunitgroup(orgunitgroupid),
    add constraint fk_evisualization_itemorgunitunitgroups_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_organisationunits
    add constraint fk_evisualization_organisationunits_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid),
    add constraint fk_evisualization_organisationunits_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid);
alter table eventvisualization_orgunitgroupsetdimensions
    add constraint fk_evisualization_dimensions_ogunitgroupsetdimensionid foreign key (orgunitgroupsetdimensionid) references orgunitgroupsetdimension(orgunitgroupsetdimensionid),
    add constraint fk_evisualization_orgunitgroupsetdimensions_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_orgunitlevels
    add constraint fk_evisualization_orgunitlevels_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_periods
    add constraint fk_evisualization_periods_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid),
    add constraint fk_evisualization_periods_periodid foreign key (periodid) references period(periodid);
alter table eventvisualization_programindicatordimensions
    add constraint fk_evisualization_prindicatordimensions_prindicatordimensionid foreign key (trackedentityprogramindicatordimensionid) references trackedentityprogramindicatordimension(trackedentityprogramindicatordimensionid),
    add constraint fk_evisualization_programindicatordim_programindicatordimid foreign key (trackedentityprogramindicatordimensionid) references trackedentityprogramindicatordimension(trackedentityprogramindicatordimensionid),
    add constraint fk_evisualization_programindicatordimensions_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table eventvisualization_rows
    add constraint fk_evisualization_rows_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid);
alter table externalmaplayer
    add constraint fk_externalmaplayer_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fk_externalmaplayer_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table interpretation
    add constraint fk_interpretation_datasetid foreign key (datasetid) references dataset(datasetid),
    add constraint fk_interpretation_eventchartid foreign key (eventreportid) references eventvisualization(eventvisualizationid),
    add constraint fk_interpretation_eventreportid foreign key (eventchartid) references eventvisualization(eventvisualizationid),
    add constraint fk_interpretation_evisualizationid foreign key (eventvisualizationid) references eventvisualization(eventvisualizationid),
    add constraint fk_interpretation_mapid foreign key (mapid) references map(mapid),
    add constraint fk_interpretation_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_interpretation_periodid foreign key (periodid) references period(periodid),
    add constraint fk_interpretation_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_interpretation_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table interpretation_comments
    add constraint fk_interpretation_comments_interpretationcommentid foreign key (interpretationcommentid) references interpretationcomment(interpretationcommentid),
    add constraint fk_interpretation_comments_interpretationid foreign key (interpretationid) references interpretation(interpretationid);
alter table interpretation_likedby
    add constraint fk_interpretation_likedby_interpretationid foreign key (interpretationid) references interpretation(interpretationid),
    add constraint fk_interpretation_likedby_userid foreign key (userid) references userinfo(userinfoid);
alter table interpretationcomment
    add constraint fk_interpretationcomment_userid foreign key (userid) references userinfo(userinfoid);
alter table map
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_mapview_userid foreign key (userid) references userinfo(userinfoid);
alter table mapmapviews
    add constraint fk_mapmapview_mapid foreign key (mapid) references map(mapid),
    add constraint fk_mapmapview_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_mapview_maplegendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fk_mapview_orgunitgroupsetid foreign key (orgunitgroupsetid) references orgunitgroupset(orgunitgroupsetid),
    add constraint fk_mapview_programid foreign key (programid) references program(programid),
    add constraint fk_mapview_programstageid foreign key (programstageid) references programstage(programstageid),
    add constraint fk_mapview_relativeperiodsid foreign key (relativeperiodsid) references relativeperiods(relativeperiodsid),
    add constraint fk_mapview_trackedentitytypeid foreign key (trackedentitytypeid) references trackedentitytype(trackedentitytypeid);
alter table mapview_attributedimensions
    add constraint fk_mapview_attributedimensions_attributedimensionid foreign key (trackedentityattributedimensionid) references trackedentityattributedimension(trackedentityattributedimensionid),
    add constraint fk_mapview_attributedimensions_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_categorydimensions
    add constraint fk_mapview_categorydimensions_categorydimensionid foreign key (categorydimensionid) references categorydimension(categorydimensionid),
    add constraint fk_mapview_categorydimensions_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_categoryoptiongroupsetdimensions
    add constraint fk_mapview_catoptiongroupsetdimensions_mapviewid foreign key (mapviewid) references mapview(mapviewid),
    add constraint fk_mapview_dimensions_catoptiongroupsetdimensionid foreign key (categoryoptiongroupsetdimensionid) references categoryoptiongroupsetdimension(categoryoptiongroupsetdimensionid);
alter table mapview_columns
    add constraint fk_mapview_columns_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_datadimensionitems
    add constraint fk_mapview_datadimensionitems_datadimensionitemid foreign key (datadimensionitemid) references datadimensionitem(datadimensionitemid),
    add constraint fk_mapview_datadimensionitems_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_dataelementdimensions
    add constraint fk_mapview_dataelementdimensions_dataelementdimensionid foreign key (trackedentitydataelementdimensionid) references trackedentitydataelementdimension(trackedentitydataelementdimensionid),
    add constraint fk_mapview_dataelementdimensions_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_filters
    add constraint fk_mapview_filters_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_itemorgunitgroups
    add constraint fk_mapview_itemorgunitgroups_orgunitgroupid foreign key (orgunitgroupid) references orgunitgroup(orgunitgroupid),
    add constraint fk_mapview_itemorgunitunitgroups_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_organisationunits
    add constraint fk_mapview_organisationunits_mapviewid foreign key (mapviewid) references mapview(mapviewid),
    add constraint fk_mapview_organisationunits_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid);
alter table mapview_orgunitgroupsetdimensions
    add constraint fk_mapview_dimensions_orgunitgroupsetdimensionid foreign key (orgunitgroupsetdimensionid) references orgunitgroupsetdimension(orgunitgroupsetdimensionid),
    add constraint fk_mapview_orgunitgroupsetdimensions_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_orgunitlevels
    add constraint fk_mapview_orgunitlevels_mapviewid foreign key (mapviewid) references mapview(mapviewid);
alter table mapview_periods
    add constraint fk_mapview_periods_mapviewid foreign key (mapviewid) references mapview(mapviewid),
    add constraint fk_mapview_periods_periodid foreign key (periodid) references period(periodid);
alter table report
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_report_relativeperiodsid foreign key (relativeperiodsid) references relativeperiods(relativeperiodsid),
    add constraint fk_report_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_report_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table trackedentityattributedimension
    add constraint fk_teattributedimension_attributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_teattributedimension_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid);
alter table trackedentitydataelementdimension
    add constraint fk_tedataelementdimension_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_tedataelementdimension_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fk_tedataelementdimension_programstageid foreign key (programstageid) references programstage(programstageid);
alter table trackedentityprogramindicatordimension
    add constraint fk_teprogramindicatordimension_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fk_teprogramindicatordimension_programindicatorid foreign key (programindicatorid) references programindicator(programindicatorid);
alter table visualization
    add constraint fk_visualization_lastupdateby foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_visualization_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fk_visualization_relativeperiodsid foreign key (relativeperiodsid) references relativeperiods(relativeperiodsid),
    add constraint fk_visualization_userid foreign key (userid) references userinfo(userinfoid);
alter table visualization_axis
    add constraint fk_visualization_axis_axisid foreign key (axisid) references axis(axisid),
    add constraint fk_visualization_axis_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_categorydimensions
    add constraint fk_visualization_categorydimensions_categorydimensionid foreign key (categorydimensionid) references categorydimension(categorydimensionid),
    add constraint fk_visualization_categorydimensions_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_categoryoptiongroupsetdimensions
    add constraint fk_visualization_catoptiongroupsetdimensions_visualizationid foreign key (visualizationid) references visualization(visualizationid),
    add constraint fk_visualization_dimensions_catoptiongroupsetdimensionid foreign key (categoryoptiongroupsetdimensionid) references categoryoptiongroupsetdimension(categoryoptiongroupsetdimensionid);
alter table visualization_columns
    add constraint fk_visualization_columns_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_datadimensionitems
    add constraint fk_visualization_datadimensionitems_datadimensionitemid foreign key (datadimensionitemid) references datadimensionitem(datadimensionitemid),
    add constraint fk_visualization_datadimensionitems_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_dataelementgroupsetdimensions
    add constraint fk_visualization_dataelementgroupsetdimensions_visualizationid foreign key (visualizationid) references visualization(visualizationid),
    add constraint fk_visualization_dimensions_dataelementgroupsetdimensionid foreign key (dataelementgroupsetdimensionid) references dataelementgroupsetdimension(dataelementgroupsetdimensionid);
alter table visualization_filters
    add constraint fk_visualization_filters_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_itemorgunitgroups
    add constraint fk_visualization_itemorgunitgroups_orgunitgroupid foreign key (orgunitgroupid) references orgunitgroup(orgunitgroupid),
    add constraint fk_visualization_itemorgunitunitgroups_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_organisationunits
    add constraint fk_visualization_organisationunits_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_visualization_organisationunits_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_orgunitgroupsetdimensions
    add constraint fk_visualization_dimensions_orgunitgroupsetdimensionid foreign key (orgunitgroupsetdimensionid) references orgunitgroupsetdimension(orgunitgroupsetdimensionid),
    add constraint fk_visualization_orgunitgroupsetdimensions_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_orgunitlevels
    add constraint fk_visualization_orgunitlevels_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_periods
    add constraint fk_visualization_periods_periodid foreign key (periodid) references period(periodid),
    add constraint fk_visualization_periods_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_rows
    add constraint fk_visualization_rows_visualizationid foreign key (visualizationid) references visualization(visualizationid);
alter table visualization_yearlyseries
    add constraint fk_visualization_yearlyseries_visualizationid foreign key (visualizationid) references visualization(visualizationid);
