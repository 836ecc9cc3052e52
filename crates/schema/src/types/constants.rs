//! The closed sets of words that properties take.

/// The words of `access_level`.
pub(super) const ACCESS_LEVEL: &[&str] = &["OPEN", "AUDITED", "PROTECTED", "CLOSED"];
/// The words of `aggregation_type`.
pub(super) const AGGREGATION_TYPE: &[&str] = &[
    "SUM",
    "AVERAGE",
    "AVERAGE_SUM_ORG_UNIT",
    "LAST",
    "LAST_AVERAGE_ORG_UNIT",
    "LAST_LAST_ORG_UNIT",
    "LAST_IN_PERIOD",
    "LAST_IN_PERIOD_AVERAGE_ORG_UNIT",
    "FIRST",
    "FIRST_AVERAGE_ORG_UNIT",
    "FIRST_FIRST_ORG_UNIT",
    "COUNT",
    "STDDEV",
    "VARIANCE",
    "MIN",
    "MAX",
    "MIN_SUM_ORG_UNIT",
    "MAX_SUM_ORG_UNIT",
    "NONE",
    "CUSTOM",
    "DEFAULT",
];
/// The words of `analytics_favorite_type`.
pub(super) const ANALYTICS_FAVORITE_TYPE: &[&str] = &["VISUALIZATION", "EVENT_VISUALIZATION", "MAP", "EVENT_REPORT", "EVENT_CHART", "DATASET_REPORT"];
/// The words of `analytics_period_boundary_type`.
pub(super) const ANALYTICS_PERIOD_BOUNDARY_TYPE: &[&str] =
    &["BEFORE_START_OF_REPORTING_PERIOD", "BEFORE_END_OF_REPORTING_PERIOD", "AFTER_START_OF_REPORTING_PERIOD", "AFTER_END_OF_REPORTING_PERIOD"];
/// The words of `analytics_table_phase`.
pub(super) const ANALYTICS_TABLE_PHASE: &[&str] = &["RESOURCE_TABLE_POPULATED", "ANALYTICS_TABLE_POPULATED"];
/// The words of `analytics_table_type`, in DHIS2's order.
pub const ANALYTICS_TABLE_TYPE: &[&str] = &[
    "DATA_VALUE",
    "COMPLETENESS",
    "COMPLETENESS_TARGET",
    "ORG_UNIT_TARGET",
    "VALIDATION_RESULT",
    "EVENT",
    "ENROLLMENT",
    "OWNERSHIP",
    "TRACKED_ENTITY_INSTANCE_EVENTS",
    "TRACKED_ENTITY_INSTANCE_ENROLLMENTS",
    "TRACKED_ENTITY_INSTANCE",
];
/// The words of `analytics_type`.
pub(super) const ANALYTICS_TYPE: &[&str] = &["EVENT", "ENROLLMENT"];
/// The words of `api_token_type`.
pub(super) const API_TOKEN_TYPE: &[&str] = &["PERSONAL_ACCESS_TOKEN_V1", "PERSONAL_ACCESS_TOKEN_V2"];
/// The words of `attribute`.
pub(super) const ATTRIBUTE: &[&str] = &["COLUMN", "ROW", "FILTER"];
/// The words of `cache_strategy`.
pub(super) const CACHE_STRATEGY: &[&str] = &[
    "NO_CACHE",
    "CACHE_1_MINUTE",
    "CACHE_5_MINUTES",
    "CACHE_10_MINUTES",
    "CACHE_15_MINUTES",
    "CACHE_30_MINUTES",
    "CACHE_1_HOUR",
    "CACHE_6AM_TOMORROW",
    "CACHE_TWO_WEEKS",
    "RESPECT_SYSTEM_SETTING",
];
/// The words of `completeness_method`.
pub(super) const COMPLETENESS_METHOD: &[&str] = &["ALL_DATAVALUE", "AT_LEAST_ONE_DATAVALUE", "DO_NOT_MARK_COMPLETE"];
/// The words of `dashboard_item_shape`.
pub(super) const DASHBOARD_ITEM_SHAPE: &[&str] = &["NORMAL", "DOUBLE_WIDTH", "FULL_WIDTH"];
/// The words of `dashboard_item_type`.
pub(super) const DASHBOARD_ITEM_TYPE: &[&str] =
    &["VISUALIZATION", "EVENT_VISUALIZATION", "EVENT_CHART", "MAP", "EVENT_REPORT", "USERS", "REPORTS", "RESOURCES", "TEXT", "MESSAGES", "APP"];
/// The words of `data_dimension_type`.
pub(super) const DATA_DIMENSION_TYPE: &[&str] = &["DISAGGREGATION", "ATTRIBUTE"];
/// The words of `data_element_domain`.
pub(super) const DATA_ELEMENT_DOMAIN: &[&str] = &["AGGREGATE", "TRACKER"];
/// The words of `data_set_notification_recipient`.
pub(super) const DATA_SET_NOTIFICATION_RECIPIENT: &[&str] = &["ORGANISATION_UNIT_CONTACT", "USER_GROUP"];
/// The words of `data_set_notification_trigger`.
pub(super) const DATA_SET_NOTIFICATION_TRIGGER: &[&str] = &["DATA_SET_COMPLETION", "SCHEDULED_DAYS"];
/// The words of `digit_group_separator`.
pub(super) const DIGIT_GROUP_SEPARATOR: &[&str] = &["COMMA", "SPACE", "NONE"];
/// The words of `dimension_item_type`.
pub(super) const DIMENSION_ITEM_TYPE: &[&str] = &[
    "DATA_ELEMENT",
    "DATA_ELEMENT_OPERAND",
    "INDICATOR",
    "REPORTING_RATE",
    "PROGRAM_DATA_ELEMENT",
    "PROGRAM_DATA_ELEMENT_OPTION",
    "PROGRAM_ATTRIBUTE",
    "PROGRAM_ATTRIBUTE_OPTION",
    "PROGRAM_INDICATOR",
    "PERIOD",
    "ORGANISATION_UNIT",
    "CATEGORY_OPTION",
    "OPTION_GROUP",
    "DATA_ELEMENT_GROUP",
    "ORGANISATION_UNIT_GROUP",
    "CATEGORY_OPTION_GROUP",
    "EXPRESSION_DIMENSION_ITEM",
    "SUBEXPRESSION_DIMENSION_ITEM",
];
/// The words of `dimension_type`.
pub(super) const DIMENSION_TYPE: &[&str] = &[
    "DATA_X",
    "PROGRAM_DATA_ELEMENT",
    "PROGRAM_ATTRIBUTE",
    "PROGRAM_INDICATOR",
    "DATA_COLLAPSED",
    "CATEGORY_OPTION_COMBO",
    "ATTRIBUTE_OPTION_COMBO",
    "PERIOD",
    "ORGANISATION_UNIT",
    "CATEGORY_OPTION_GROUP_SET",
    "DATA_ELEMENT_GROUP_SET",
    "ORGANISATION_UNIT_GROUP_SET",
    "ORGANISATION_UNIT_GROUP",
    "CATEGORY",
    "OPTION_GROUP_SET",
    "VALIDATION_RULE",
    "STATIC",
    "ORGANISATION_UNIT_LEVEL",
    "PROGRAM_STATUS",
];
/// The words of `display_density`.
pub(super) const DISPLAY_DENSITY: &[&str] = &["COMFORTABLE", "NORMAL", "COMPACT", "NONE"];
/// The words of `enrollment_status`.
pub(super) const ENROLLMENT_STATUS: &[&str] = &["ACTIVE", "COMPLETED", "CANCELLED"];
/// The words of `event_data_type`.
pub(super) const EVENT_DATA_TYPE: &[&str] = &["AGGREGATED_VALUES", "EVENTS"];
/// The words of `event_output_type`.
pub(super) const EVENT_OUTPUT_TYPE: &[&str] = &["EVENT", "ENROLLMENT", "TRACKED_ENTITY_INSTANCE"];
/// The words of `event_status`.
pub(super) const EVENT_STATUS: &[&str] = &["ACTIVE", "COMPLETED", "VISITED", "SCHEDULE", "OVERDUE", "SKIPPED"];
/// The words of `event_status_2`.
pub(super) const EVENT_STATUS_2: &[&str] = &["ACTIVE", "COMPLETED", "SCHEDULE", "OVERDUE", "SKIPPED"];
/// The words of `event_visualization_type`.
pub(super) const EVENT_VISUALIZATION_TYPE: &[&str] = &[
    "COLUMN",
    "STACKED_COLUMN",
    "BAR",
    "STACKED_BAR",
    "LINE",
    "LINE_LIST",
    "AREA",
    "STACKED_AREA",
    "PIE",
    "RADAR",
    "GAUGE",
    "YEAR_OVER_YEAR_LINE",
    "YEAR_OVER_YEAR_COLUMN",
    "SINGLE_VALUE",
    "PIVOT_TABLE",
    "SCATTER",
    "BUBBLE",
];
/// The words of `feature_type`.
pub(super) const FEATURE_TYPE: &[&str] = &["NONE", "MULTI_POLYGON", "POLYGON", "POINT", "SYMBOL"];
/// The words of `file_resource_domain`.
pub(super) const FILE_RESOURCE_DOMAIN: &[&str] = &["DATA_VALUE", "DOCUMENT", "MESSAGE_ATTACHMENT", "USER_AVATAR", "ORG_UNIT", "ICON", "JOB_DATA"];
/// The words of `file_resource_storage_status`.
pub(super) const FILE_RESOURCE_STORAGE_STATUS: &[&str] = &["NONE", "PENDING", "STORED"];
/// The words of `font_size`.
pub(super) const FONT_SIZE: &[&str] = &["LARGE", "NORMAL", "SMALL"];
/// The words of `form_type`.
pub(super) const FORM_TYPE: &[&str] = &["DEFAULT", "CUSTOM", "SECTION", "SECTION_MULTIORG"];
/// The words of `hide_empty_item_strategy`.
pub(super) const HIDE_EMPTY_ITEM_STRATEGY: &[&str] = &["NONE", "BEFORE_FIRST", "AFTER_LAST", "BEFORE_FIRST_AFTER_LAST", "ALL"];
/// The words of `image_format`.
pub(super) const IMAGE_FORMAT: &[&str] = &["PNG", "JPG"];
/// The words of `importance`.
pub(super) const IMPORTANCE: &[&str] = &["HIGH", "MEDIUM", "LOW"];
/// The words of `job_status`.
pub(super) const JOB_STATUS: &[&str] = &["RUNNING", "SCHEDULED", "DISABLED", "COMPLETED", "STOPPED", "FAILED", "NOT_STARTED"];
/// The words of `job_type`.
pub(super) const JOB_TYPE: &[&str] = &[
    "DATA_INTEGRITY",
    "DATA_INTEGRITY_DETAILS",
    "RESOURCE_TABLE",
    "ANALYTICS_TABLE",
    "CONTINUOUS_ANALYTICS_TABLE",
    "SINGLE_EVENT_DATA_SYNC",
    "TRACKED_ENTITY_DATA_SYNC",
    "DATA_SYNC",
    "META_DATA_SYNC",
    "AGGREGATE_DATA_EXCHANGE",
    "SEND_SCHEDULED_MESSAGE",
    "PROGRAM_NOTIFICATIONS",
    "MONITORING",
    "HTML_PUSH_ANALYTICS",
    "TRACKER_TRIGRAM_INDEX_MAINTENANCE",
    "PREDICTOR",
    "MATERIALIZED_SQL_VIEW_UPDATE",
    "DISABLE_INACTIVE_USERS",
    "TEST",
    "LOCK_EXCEPTION_CLEANUP",
    "MOCK",
    "SMS_SEND",
    "SMS_INBOUND_PROCESSING",
    "TRACKER_IMPORT_JOB",
    "TRACKER_IMPORT_NOTIFICATION_JOB",
    "TRACKER_IMPORT_RULE_ENGINE_JOB",
    "IMAGE_PROCESSING",
    "COMPLETE_DATA_SET_REGISTRATION_IMPORT",
    "DATAVALUE_IMPORT_INTERNAL",
    "METADATA_IMPORT",
    "DATAVALUE_IMPORT",
    "GEOJSON_IMPORT",
    "GML_IMPORT",
    "HOUSEKEEPING",
    "DATA_VALUE_TRIM",
    "DATA_SET_NOTIFICATION",
    "CREDENTIALS_EXPIRY_ALERT",
    "DATA_STATISTICS",
    "FILE_RESOURCE_CLEANUP",
    "ACCOUNT_EXPIRY_ALERT",
    "VALIDATION_RESULTS_NOTIFICATION",
    "REMOVE_USED_OR_EXPIRED_RESERVED_VALUES",
    "SYSTEM_VERSION_UPDATE_CHECK",
];
/// The words of `legend_display_strategy`.
pub(super) const LEGEND_DISPLAY_STRATEGY: &[&str] = &["FIXED", "BY_DATA_ITEM"];
/// The words of `legend_display_style`.
pub(super) const LEGEND_DISPLAY_STYLE: &[&str] = &["FILL", "TEXT"];
/// The words of `map_layer_position`.
pub(super) const MAP_LAYER_POSITION: &[&str] = &["BASEMAP", "OVERLAY"];
/// The words of `map_service`.
pub(super) const MAP_SERVICE: &[&str] = &["WMS", "TMS", "XYZ", "VECTOR_STYLE", "GEOJSON_URL", "ARCGIS_FEATURE"];
/// The words of `map_view_rendering_strategy`.
pub(super) const MAP_VIEW_RENDERING_STRATEGY: &[&str] = &["SINGLE", "SPLIT_BY_PERIOD", "TIMELINE"];
/// The words of `message_conversation_priority`.
pub(super) const MESSAGE_CONVERSATION_PRIORITY: &[&str] = &["NONE", "LOW", "MEDIUM", "HIGH"];
/// The words of `message_conversation_status`.
pub(super) const MESSAGE_CONVERSATION_STATUS: &[&str] = &["NONE", "OPEN", "PENDING", "INVALID", "SOLVED"];
/// The words of `message_type`.
pub(super) const MESSAGE_TYPE: &[&str] = &["PRIVATE", "SYSTEM", "VALIDATION_RESULT", "TICKET", "SYSTEM_VERSION_UPDATE"];
/// The words of `metadata_proposal_status`.
pub(super) const METADATA_PROPOSAL_STATUS: &[&str] = &["PROPOSED", "ACCEPTED", "REJECTED", "NEEDS_UPDATE"];
/// The words of `metadata_proposal_target`.
pub(super) const METADATA_PROPOSAL_TARGET: &[&str] = &["ORGANISATION_UNIT"];
/// The words of `metadata_proposal_type`.
pub(super) const METADATA_PROPOSAL_TYPE: &[&str] = &["ADD", "UPDATE", "REMOVE"];
/// The words of `missing_value_strategy`.
pub(super) const MISSING_VALUE_STRATEGY: &[&str] = &["SKIP_IF_ANY_VALUE_MISSING", "SKIP_IF_ALL_VALUES_MISSING", "NEVER_SKIP"];
/// The words of `normalized_outlier_method`.
pub(super) const NORMALIZED_OUTLIER_METHOD: &[&str] = &["Y_RESIDUALS_LINEAR"];
/// The words of `notification_trigger`.
pub(super) const NOTIFICATION_TRIGGER: &[&str] =
    &["ENROLLMENT", "COMPLETION", "PROGRAM_RULE", "SCHEDULED_DAYS_DUE_DATE", "SCHEDULED_DAYS_INCIDENT_DATE", "SCHEDULED_DAYS_ENROLLMENT_DATE"];
/// The words of `number_type`.
pub(super) const NUMBER_TYPE: &[&str] = &["VALUE", "ROW_PERCENTAGE", "COLUMN_PERCENTAGE"];
/// The words of `operator`.
pub(super) const OPERATOR: &[&str] = &[
    "equal_to",
    "not_equal_to",
    "greater_than",
    "greater_than_or_equal_to",
    "less_than",
    "less_than_or_equal_to",
    "compulsory_pair",
    "exclusive_pair",
];
/// The words of `organisation_unit_descendants`.
pub(super) const ORGANISATION_UNIT_DESCENDANTS: &[&str] = &["SELECTED", "DESCENDANTS"];
/// The words of `organisation_unit_selection_mode`.
pub(super) const ORGANISATION_UNIT_SELECTION_MODE: &[&str] = &["SELECTED", "CHILDREN", "DESCENDANTS", "ACCESSIBLE", "CAPTURE", "ALL"];
/// The words of `outlier_method`.
pub(super) const OUTLIER_METHOD: &[&str] = &["IQR", "STANDARD_Z_SCORE", "MODIFIED_Z_SCORE"];
/// The words of `parser_type`.
pub(super) const PARSER_TYPE: &[&str] = &[
    "KEY_VALUE_PARSER",
    "ALERT_PARSER",
    "UNREGISTERED_PARSER",
    "TRACKED_ENTITY_REGISTRATION_PARSER",
    "PROGRAM_STAGE_DATAENTRY_PARSER",
    "EVENT_REGISTRATION_PARSER",
];
/// The words of `position`.
pub(super) const POSITION: &[&str] = &["START", "END"];
/// The words of `program_notification_recipient`.
pub(super) const PROGRAM_NOTIFICATION_RECIPIENT: &[&str] = &[
    "TRACKED_ENTITY_INSTANCE",
    "ORGANISATION_UNIT_CONTACT",
    "USERS_AT_ORGANISATION_UNIT",
    "USER_GROUP",
    "PROGRAM_ATTRIBUTE",
    "DATA_ELEMENT",
    "WEB_HOOK",
];
/// The words of `program_rule_action_evaluation_time`.
pub(super) const PROGRAM_RULE_ACTION_EVALUATION_TIME: &[&str] = &["ON_DATA_ENTRY", "ON_COMPLETE", "ALWAYS"];
/// The words of `program_rule_action_type`.
pub(super) const PROGRAM_RULE_ACTION_TYPE: &[&str] = &[
    "DISPLAYTEXT",
    "DISPLAYKEYVALUEPAIR",
    "HIDEFIELD",
    "HIDESECTION",
    "HIDEPROGRAMSTAGE",
    "ASSIGN",
    "SHOWWARNING",
    "WARNINGONCOMPLETE",
    "SHOWERROR",
    "ERRORONCOMPLETE",
    "SCHEDULEEVENT",
    "CREATEEVENT",
    "SETMANDATORYFIELD",
    "SENDMESSAGE",
    "SCHEDULEMESSAGE",
    "HIDEOPTION",
    "SHOWOPTIONGROUP",
    "HIDEOPTIONGROUP",
];
/// The words of `program_rule_variable_source_type`.
pub(super) const PROGRAM_RULE_VARIABLE_SOURCE_TYPE: &[&str] = &[
    "DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE",
    "DATAELEMENT_NEWEST_EVENT_PROGRAM",
    "DATAELEMENT_CURRENT_EVENT",
    "DATAELEMENT_PREVIOUS_EVENT",
    "CALCULATED_VALUE",
    "TEI_ATTRIBUTE",
];
/// The words of `program_type`.
pub(super) const PROGRAM_TYPE: &[&str] = &["WITH_REGISTRATION", "WITHOUT_REGISTRATION"];
/// The words of `query_operator`.
pub(super) const QUERY_OPERATOR: &[&str] =
    &["EQ", "GT", "GE", "LT", "LE", "LIKE", "IN", "SW", "EW", "NULL", "NNULL", "IEQ", "NE", "NEQ", "NIEQ", "NLIKE", "ILIKE", "NILIKE"];
/// The words of `regression_type`.
pub(super) const REGRESSION_TYPE: &[&str] = &["NONE", "LINEAR", "POLYNOMIAL", "LOESS"];
/// The words of `relationship_entity`.
pub(super) const RELATIONSHIP_ENTITY: &[&str] = &["TRACKED_ENTITY_INSTANCE", "PROGRAM_INSTANCE", "PROGRAM_STAGE_INSTANCE"];
/// The words of `reporting_rate_metric`.
pub(super) const REPORTING_RATE_METRIC: &[&str] =
    &["REPORTING_RATE", "REPORTING_RATE_ON_TIME", "ACTUAL_REPORTS", "ACTUAL_REPORTS_ON_TIME", "EXPECTED_REPORTS"];
/// The words of `report_type`.
pub(super) const REPORT_TYPE: &[&str] = &["JASPER_REPORT_TABLE", "JASPER_JDBC", "HTML"];
/// The words of `resource_table_type`.
pub(super) const RESOURCE_TABLE_TYPE: &[&str] = &[
    "ORG_UNIT_STRUCTURE",
    "DATA_SET_ORG_UNIT_CATEGORY",
    "CATEGORY_OPTION_COMBO_NAME",
    "DATA_ELEMENT_GROUP_SET_STRUCTURE",
    "INDICATOR_GROUP_SET_STRUCTURE",
    "ORG_UNIT_GROUP_SET_STRUCTURE",
    "CATEGORY_STRUCTURE",
    "DATA_ELEMENT_STRUCTURE",
    "DATA_SET",
    "PERIOD_STRUCTURE",
    "DATE_PERIOD_STRUCTURE",
    "DATA_ELEMENT_CATEGORY_OPTION_COMBO",
    "DATA_APPROVAL_REMAP_LEVEL",
    "DATA_APPROVAL_MIN_LEVEL",
    "TEI_RELATIONSHIP_COUNT",
];
/// The words of `scheduling_type`.
pub(super) const SCHEDULING_TYPE: &[&str] = &["CRON", "FIXED_DELAY", "ONCE_ASAP"];
/// The words of `send_strategy`.
pub(super) const SEND_STRATEGY: &[&str] = &["COLLECTIVE_SUMMARY", "SINGLE_NOTIFICATION"];
/// The words of `sql_view_type`.
pub(super) const SQL_VIEW_TYPE: &[&str] = &["VIEW", "MATERIALIZED_VIEW", "QUERY"];
/// The words of `thematic_map_type`.
pub(super) const THEMATIC_MAP_TYPE: &[&str] = &["CHOROPLETH", "BUBBLE"];
/// The words of `total_aggregation_type`.
pub(super) const TOTAL_AGGREGATION_TYPE: &[&str] = &["NONE", "SUM", "AVERAGE"];
/// The words of `user_org_unit_type`.
pub(super) const USER_ORG_UNIT_TYPE: &[&str] = &["DATA_CAPTURE", "DATA_OUTPUT", "TEI_SEARCH"];
/// The words of `validation_strategy`.
pub(super) const VALIDATION_STRATEGY: &[&str] = &["ON_COMPLETE", "ON_UPDATE_AND_INSERT"];
/// The words of `value_type`.
pub(super) const VALUE_TYPE: &[&str] = &[
    "TEXT",
    "LONG_TEXT",
    "MULTI_TEXT",
    "LETTER",
    "PHONE_NUMBER",
    "EMAIL",
    "BOOLEAN",
    "TRUE_ONLY",
    "DATE",
    "DATETIME",
    "TIME",
    "NUMBER",
    "UNIT_INTERVAL",
    "PERCENTAGE",
    "INTEGER",
    "INTEGER_POSITIVE",
    "INTEGER_NEGATIVE",
    "INTEGER_ZERO_OR_POSITIVE",
    "USERNAME",
    "COORDINATE",
    "ORGANISATION_UNIT",
    "REFERENCE",
    "AGE",
    "URL",
    "FILE_RESOURCE",
    "IMAGE",
    "GEOJSON",
];
/// The words of `version_type`.
pub(super) const VERSION_TYPE: &[&str] = &["BEST_EFFORT", "ATOMIC"];
/// The words of `visualization_type`.
pub(super) const VISUALIZATION_TYPE: &[&str] = &[
    "COLUMN",
    "STACKED_COLUMN",
    "BAR",
    "STACKED_BAR",
    "LINE",
    "AREA",
    "STACKED_AREA",
    "PIE",
    "RADAR",
    "GAUGE",
    "YEAR_OVER_YEAR_LINE",
    "YEAR_OVER_YEAR_COLUMN",
    "SCATTER",
    "BUBBLE",
    "SINGLE_VALUE",
    "PIVOT_TABLE",
    "OUTLIER_TABLE",
];
