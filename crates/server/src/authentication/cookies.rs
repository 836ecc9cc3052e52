//! The session's cookie.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

const NAME: &str = "JSESSIONID";

/// The session's token in a request, if it has the form of one.
pub(crate) fn session_token(headers: &HeaderMap) -> Option<String> {
    let pairs = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut cookies = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = cookies.find(|(name, _)| *name == NAME)?;
    let fits = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| token.to_owned())
}

/// The cookie that carries a token: scripts cannot read it, and other sites' requests do not bring it.
pub(crate) fn carry(token: &str, secure: bool) -> Option<HeaderValue> {
    let flag = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{NAME}={token}; Path=/; HttpOnly; SameSite=Lax{flag}")).ok()
}

/// The cookie that takes the token away.
pub(crate) fn remove() -> HeaderValue {
    HeaderValue::from_static("JSESSIONID=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_among_cookies() {
        let token = "0f".repeat(32);
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(&format!("a=b; JSESSIONID={token}")).unwrap());
        assert_eq!(session_token(&headers).as_deref(), Some(token.as_str()));
        headers.insert(COOKIE, HeaderValue::from_static("JSESSIONID=short"));
        assert_eq!(session_token(&headers), None);
    }
}
