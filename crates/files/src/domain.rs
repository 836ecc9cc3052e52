//! What files are for, and which of them may not come in.

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// The value of a data element, or of an attribute.
    DataValue,
    /// A document.
    Document,
    /// What is attached to a message.
    MessageAttachment,
    /// The picture of a user.
    UserAvatar,
    /// The picture of an organisation unit.
    OrgUnit,
    /// An icon.
    Icon,
    /// What a job works on.
    JobData,
}

impl Domain {
    /// All of them.
    pub const ALL: [Domain; 7] = [
        Domain::DataValue,
        Domain::Document,
        Domain::MessageAttachment,
        Domain::UserAvatar,
        Domain::OrgUnit,
        Domain::Icon,
        Domain::JobData,
    ];

    /// The name on the wire and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Domain::DataValue => "DATA_VALUE",
            Domain::Document => "DOCUMENT",
            Domain::MessageAttachment => "MESSAGE_ATTACHMENT",
            Domain::UserAvatar => "USER_AVATAR",
            Domain::OrgUnit => "ORG_UNIT",
            Domain::Icon => "ICON",
            Domain::JobData => "JOB_DATA",
        }
    }

    /// The domain of a name.
    pub fn parse(name: &str) -> Option<Domain> {
        Domain::ALL.into_iter().find(|domain| domain.name() == name)
    }

    /// The folder of its files.
    pub fn folder(self) -> &'static str {
        match self {
            Domain::DataValue => "dataValue",
            Domain::Document => "document",
            Domain::MessageAttachment => "messageAttachment",
            Domain::UserAvatar => "userAvatar",
            Domain::OrgUnit => "organisationUnit",
            Domain::Icon => "icon",
            Domain::JobData => "jobData",
        }
    }

    /// Whether pictures of it are kept in several sizes.
    pub fn has_sizes(self) -> bool {
        matches!(self, Domain::DataValue | Domain::UserAvatar | Domain::OrgUnit)
    }
}

/// Media types that are not taken: what a browser would run or a computer could be made to.
const REFUSED_TYPES: [&str; 15] = [
    "application/java-archive",
    "application/vnd.apple.installer+xml",
    "application/vnd.debian.binary-package",
    "application/vnd.microsoft.portable-executable",
    "application/vnd.mozilla.xul+xml",
    "application/x-csh",
    "application/x-httpd-php",
    "application/x-ms-dos-executable",
    "application/x-rpm",
    "application/x-sh",
    "application/x-shockwave-flash",
    "font/otf",
    "text/css",
    "text/html",
    "text/javascript",
];

/// Endings of names that are not taken.
const REFUSED_ENDINGS: [&str; 20] = [
    "bat", "bin", "csh", "css", "deb", "exe", "htm", "html", "jar", "js", "jsp", "mjs", "mpkg", "msi", "otf",
    "php", "rpm", "sh", "swf", "xul",
];

/// What of a name stands behind its last dot, in small letters.
pub fn ending(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
}

/// Whether a file of this name and media type is taken. What is said of the type behind `;` does not count.
pub fn is_taken(name: &str, media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    let refused = ending(name).is_some_and(|ending| REFUSED_ENDINGS.contains(&ending.as_str()));
    !refused && !REFUSED_TYPES.contains(&essence.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_have_names() {
        for domain in Domain::ALL {
            assert_eq!(Domain::parse(domain.name()), Some(domain));
        }
        assert_eq!(Domain::parse("data_value"), None);
    }

    #[test]
    fn what_could_be_run_is_not_taken() {
        for name in ["a.html", "a.HTM", "x.tar.sh", "setup.Exe", "a.xul"] {
            assert!(!is_taken(name, "application/octet-stream"), "{name}");
        }
        for media_type in ["text/html", "Text/HTML; charset=utf-8", "text/javascript", "application/x-sh"] {
            assert!(!is_taken("report", media_type), "{media_type}");
        }
        assert!(is_taken("scan.pdf", "application/pdf"));
        assert!(is_taken("html", "text/plain"));
        assert!(is_taken("picture.png", "image/png"));
    }
}
