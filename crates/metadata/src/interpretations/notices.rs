//! The messages that go out when something is written about a chart or map.

use afya_access::Caller;

use super::Subject;
use super::words::plain;

/// What happened.
#[derive(Clone, Copy, Debug)]
pub(super) enum Occasion<'a> {
    /// An interpretation is new.
    Written(&'a str),
    /// Its text is another one.
    Changed(&'a str),
    /// Somebody likes it.
    Liked,
    /// It has a new comment.
    Commented(&'a str),
    /// A comment has another text.
    CommentChanged(&'a str),
}

impl Occasion<'_> {
    fn verb(self) -> &'static str {
        match self {
            Occasion::Written(_) => "created an interpretation",
            Occasion::Changed(_) => "updated an interpretation",
            Occasion::Liked => "liked an interpretation",
            Occasion::Commented(_) => "created an interpretation comment",
            Occasion::CommentChanged(_) => "updated an interpretation comment",
        }
    }
}

/// The address of an interpretation in the app that shows it.
pub(super) fn link(address: &str, subject: &Subject, interpretation: &str) -> String {
    let uid = &subject.uid;
    match subject.of.name {
        "map" => format!("{address}/dhis-web-maps/index.html?id={uid}&interpretationid={interpretation}"),
        "visualization" => {
            format!("{address}/dhis-web-data-visualizer/index.html#/{uid}/interpretation/{interpretation}")
        }
        "eventVisualization" => {
            format!("{address}/api/apps/line-listing/#/{uid}?interpretationId={interpretation}")
        }
        _ => address.to_owned(),
    }
}

/// Title and text for those who follow what was interpreted.
pub(super) fn to_followers(
    caller: &Caller,
    name: &str,
    occasion: Occasion<'_>,
    link: &str,
) -> Option<(String, String)> {
    let title = format!("User {} {} of an object you are subscribed to", caller.username, occasion.verb());
    let details = match occasion {
        Occasion::Liked => String::new(),
        Occasion::Written(text)
        | Occasion::Changed(text)
        | Occasion::Commented(text)
        | Occasion::CommentChanged(text) => plain(text),
    };
    let text = format!("{title}: {name}\n\n{details}\n\nGo to {link}");
    Some((title, text))
}

/// Title and text for those whom the text mentions.
pub(super) fn to_mentioned(caller: &Caller, occasion: Occasion<'_>, link: &str) -> Option<(String, String)> {
    let (what, text) = match occasion {
        Occasion::Written(text) | Occasion::Changed(text) => ("interpretation", text),
        Occasion::Commented(text) | Occasion::CommentChanged(text) => ("comment", text),
        Occasion::Liked => return None,
    };
    let title = format!("{} {} mentioned you in DHIS 2", caller.first_name, caller.surname);
    Some((title, format!("You were mentioned in the following {what}:\n\n{}\n\nGo to {link}", plain(text))))
}
