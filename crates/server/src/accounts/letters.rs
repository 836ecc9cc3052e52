//! Letters on their way: the mail server from the settings, the language of the person, and links into the web UI.

use afya_access::recovery::Holder;
use afya_access::settings::{self, SystemSettings};
use afya_mail::{Letter, MailServer, deliver, is_address};
use afya_model::Language;

use crate::app::App;

/// What letters of this system have in common.
pub(crate) struct Post {
    server: Option<MailServer>,
    /// The name of the system.
    pub(crate) title: String,
    locale: String,
}

impl Post {
    /// The post of a system with these settings.
    pub(crate) fn of(app: &App, system: &SystemSettings) -> Post {
        let title = Some(system.text("applicationTitle")).filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| "DHIS 2".to_owned());
        let server = system.has_mail().then(|| mail_server(app, system, &title));
        Post { server, title, locale: system.text("keyUiLocale") }
    }

    /// Whether letters can be sent at all.
    pub(crate) fn is_open(&self) -> bool {
        self.server.is_some()
    }

    /// The language of a person: the one of their web UI, else of the system's.
    pub(crate) fn language(&self, holder: &Holder) -> Language {
        let own = holder.locale.as_deref().filter(|locale| !locale.trim().is_empty());
        Language::of(own.unwrap_or(&self.locale))
    }

    /// Sends a letter; whether the mail server took it. Why not is for the log.
    pub(crate) async fn send(&self, to: &str, letter: &Letter) -> bool {
        let Some(server) = &self.server else {
            tracing::warn!("a letter was not sent: the settings name no mail server");
            return false;
        };
        let delivered = deliver(server, to, letter).await;
        if let Err(reason) = &delivered {
            tracing::warn!(%reason, "a letter was not taken by the mail server");
        }
        delivered.is_ok()
    }
}

fn mail_server(app: &App, system: &SystemSettings, title: &str) -> MailServer {
    let (host, username) = (system.text("keyEmailHostName"), system.text("keyEmailUsername"));
    let wanted = [system.text("keyEmailSender"), username.clone()];
    let from = wanted.into_iter().find(|address| is_address(address.trim()));
    MailServer {
        port: system.json("keyEmailPort").as_u64().and_then(|port| u16::try_from(port).ok()).unwrap_or(587),
        password: settings::mail_password(system, app.settings.encryption_password()),
        encrypted: system.is_on("keyEmailTls"),
        from: from.unwrap_or_else(|| format!("no-reply@{}", host.trim())).trim().to_owned(),
        from_name: title.to_owned(),
        host: host.trim().to_owned(),
        username,
    }
}

/// The address of this system as its administrator gave it. The one that a stranger's request names is no good for a letter
/// that opens an account: the link would lead where the stranger wants.
pub(crate) fn own_address(app: &App) -> Option<String> {
    let address = app.settings.text("server.base.url").trim().trim_end_matches('/');
    (!address.is_empty()).then(|| address.to_owned())
}

/// The link to a screen before signing in, as DHIS2's letters write it.
pub(crate) fn link(address: &str, screen: &str, parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{address}/login/index.html#/{screen}?{query}")
}
