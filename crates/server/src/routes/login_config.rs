//! `/api/loginConfig`: what the sign-in page shows.

use afya_access::settings::{self, SystemSettings};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};
use crate::routes::system_info::VERSION;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/loginConfig", Who::Anybody, find_login_config)]
}

/// Texts with a translation, by their name in the answer.
const TRANSLATED: [(&str, &str); 6] = [
    ("applicationTitle", "applicationTitle"),
    ("applicationDescription", "keyApplicationIntro"),
    ("applicationNotification", "keyApplicationNotification"),
    ("applicationLeftSideFooter", "keyApplicationFooter"),
    ("applicationRightSideFooter", "keyApplicationRightFooter"),
    ("loginPopup", "loginPopup"),
];

async fn find_login_config(call: Call) -> Outcome {
    let mut connection = call.connect().await?;
    let system = settings::read_system(&connection).await?;
    let locale = call.query.get("locale").unwrap_or("en");
    let mut config = Map::new();
    for (name, key) in TRANSLATED {
        config.insert(name.into(), json!(translated(&mut connection, &system, key, locale).await?));
    }
    let may_register = afya_access::configuration::may_register(&mut connection).await?;
    let logo = system.is_on("keyUseCustomLogoFront").then_some("/api/staticContent/logo_front.png");
    let rest = json!({
        "apiVersion": VERSION,
        "countryFlag": system.text("keyFlag"),
        "uiLocale": language(&system.text("keyUiLocale")),
        "loginPageLogo": logo,
        "loginPageLayout": system.text("loginPageLayout"),
        "loginPageTemplate": system.text("loginPageTemplate"),
        "recaptchaSite": settings::site_key(&system),
        "minPasswordLength": system.text("minPasswordLength"),
        "maxPasswordLength": system.text("maxPasswordLength"),
        "emailConfigured": system.has_mail(),
        "selfRegistrationEnabled": may_register,
        "selfRegistrationNoRecaptcha": system.is_on("keySelfRegistrationNoRecaptcha"),
        "allowAccountRecovery": system.is_on("keyAccountRecovery"),
        "useCustomLogoFront": system.is_on("keyUseCustomLogoFront"),
        "oidcProviders": [],
        "applicationColour": colour(&system.text("keyCustomCss")),
    });
    let given = rest.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    config.extend(given.map(|(name, value)| (name.clone(), value.clone())));
    Ok(answer::json(&Value::Object(config)))
}

/// The translation of a setting, else its own text.
async fn translated(
    connection: &mut Connection,
    system: &SystemSettings,
    key: &str,
    locale: &str,
) -> Result<String, Fault> {
    Ok(settings::translation(connection, key, locale).await?.unwrap_or_else(|| system.text(key)))
}

fn language(locale: &str) -> &str {
    locale.split(['_', '-']).next().unwrap_or(locale)
}

/// The ministry's colour: what its own style sheet, a setting, gives `--accent`. DHIS2 has no setting of its own for it.
fn colour(css: &str) -> Option<&str> {
    let (_, rest) = css.split_once("--accent:")?;
    let value = rest.split([';', '}']).next()?.trim();
    let digits = value.strip_prefix('#')?;
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits_and_nothing_else() {
        assert_eq!(colour(":root { --accent: #0a5c58; }"), Some("#0a5c58"));
        assert_eq!(colour(":root{--accent:#ABCDEF}"), Some("#ABCDEF"));
        assert_eq!(colour("--accent: red; background: url(//elsewhere)"), None);
        assert_eq!(colour("body { color: #123456 }"), None);
    }
}
