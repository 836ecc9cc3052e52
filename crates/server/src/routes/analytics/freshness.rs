//! How long figures may be kept, by the settings, and the tag by which the same answer is known again.

use afya_access::settings::SystemSettings;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use sha2::{Digest, Sha256};

use crate::files::answer::is_known;

const DAY: i64 = 86_400;

/// Seconds that figures up to this day may be kept; none when they must be asked for anew each time.
fn seconds(system: &SystemSettings, last_day: Option<Date>, now: Timestamp) -> Option<i64> {
    if let Some(last_day) = last_day.filter(|_| system.text("keyAnalyticsCacheTtlMode") == "PROGRESSIVE") {
        let today = Offset::UTC.to_datetime(now).date();
        let days = today.duration_since(last_day).as_hours() / 24;
        let factor: i64 = system.text("keyAnalyticsCacheProgressiveTtlFactor").parse().unwrap_or(1);
        return Some(factor.max(1).saturating_mul(days.max(1)));
    }
    Some(match system.text("keyCacheStrategy").as_str() {
        "CACHE_1_MINUTE" => 60,
        "CACHE_5_MINUTES" => 300,
        "CACHE_10_MINUTES" => 600,
        "CACHE_15_MINUTES" => 900,
        "CACHE_30_MINUTES" => 1800,
        "CACHE_1_HOUR" => 3600,
        "CACHE_6AM_TOMORROW" => DAY - now.as_second().rem_euclid(DAY) + 6 * 3600,
        "CACHE_TWO_WEEKS" => 14 * DAY,
        _ => return None,
    })
}

/// The `Cache-Control` of figures up to this day.
pub(in crate::routes) fn cache_control(
    system: &SystemSettings,
    last_day: Option<Date>,
    now: Timestamp,
) -> String {
    match (seconds(system, last_day, now), system.text("keyCacheability").as_str()) {
        (None, _) => "no-cache, private".to_owned(),
        (Some(seconds), "PUBLIC") => format!("max-age={seconds}, public"),
        (Some(seconds), _) => format!("max-age={seconds}, private"),
    }
}

/// An answer with its tag, or 304 for a caller who has it already. The tag is made of the answer itself, so that it
/// changes exactly when the answer does. What one user sees is nobody else's, also where a cache is shared.
pub(in crate::routes) fn tagged(
    asked: &HeaderMap,
    media_type: &'static str,
    body: Vec<u8>,
    cache: &str,
) -> Response {
    let digest = Sha256::new().chain_update(media_type).chain_update([0]).chain_update(&body).finalize();
    let digest: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{digest}\"");
    let mut response = if is_known(asked, &tag) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        response
    };
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Accept, Authorization, Cookie"));
    for (name, value) in [(ETAG, tag.as_str()), (CACHE_CONTROL, cache)] {
        headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
    }
    response
}
