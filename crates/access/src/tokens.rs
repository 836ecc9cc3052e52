//! Personal access tokens: a secret that scripts send as `Authorization: ApiToken …` instead of name and password. Only
//! its SHA-256 is stored, and it may be bound to addresses, methods and referring pages.

use afya_model::{ErrorCode, Random, Refusal};
use afya_store::{Connection, Fault};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::account::{self, Account, SecondFactor};
use crate::sql::tokens as statements;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const METHODS: [&str; 6] = ["HEAD", "GET", "POST", "PATCH", "PUT", "DELETE"];
const MONTH_MS: i64 = 30 * 24 * 3600 * 1000;

/// What a request with a token says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The client's address, where it is known.
    pub address: Option<&'a str>,
    /// The `Referer` header.
    pub referrer: Option<&'a str>,
    /// The present, in milliseconds since 1970.
    pub now_ms: i64,
}

/// A new token, as it is given once.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The identifier of its row.
    pub uid: String,
    /// The secret itself.
    pub secret: String,
}

/// The account that a token opens.
///
/// # Errors
/// 400 for what is no token, 401 for one that is unknown, over, or not meant for this request.
pub async fn resume(
    connection: &mut Connection,
    token: &str,
    presented: Presented<'_>,
) -> Result<Account, Fault> {
    if !is_whole(token) {
        return Err(Refusal::bad_request("Checksum validation failed").into());
    }
    let refused = |sentence: &str| Fault::from(Refusal::new(401, sentence));
    let row = connection.first(&crate::sql::account_of_token(&hash(token))).await?;
    let row = row.ok_or_else(|| refused("The API token does not exists"))?;
    let account = account::from_row(&row);
    if row.get::<_, i64>("token_expires") <= presented.now_ms {
        return Err(refused("Failed to authenticate API token, token has expired."));
    }
    let over = account.expires.is_some_and(|expires| expires * 1000 <= presented.now_ms);
    if account.caller.disabled || over || account.second_factor != SecondFactor::None {
        return Err(refused("The API token is disabled, locked or 2FA is enabled."));
    }
    let attributes: Option<Value> = row.get("token_attributes");
    match attributes.as_ref().and_then(|attributes| objection(attributes, presented)) {
        Some(sentence) => Err(refused(sentence)),
        None => Ok(account),
    }
}

/// Makes a token for a user from `{"attributes": …, "expire": …, "code": …}`.
///
/// # Errors
/// 409 E1004 when an attribute names what is no method, address or page.
pub async fn create(
    connection: &mut Connection,
    random: &Random,
    owner: (i64, &str),
    wanted: &Value,
    now_ms: i64,
) -> Result<NewToken, Fault> {
    let attributes = wanted.get("attributes").filter(|value| value.is_array()).cloned().unwrap_or(json!([]));
    if let Some(sentence) = wrong_attribute(&attributes) {
        let sentence = format!("Failed to validate the token's attributes, message: {sentence}");
        return Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into());
    }
    if let Some(taken) = wanted["code"].as_str()
        && connection.first(&statements::with_code(taken)).await?.is_some()
    {
        let sentence = format!("Property `code` with value `{taken}` already exists");
        return Err(Refusal::conflict(sentence).with_code(ErrorCode::E5003).into());
    }
    let code: String = (0..44).map(|_| char::from(ALPHABET[random.below(ALPHABET.len())])).collect();
    let secret = format!("d2p_{code}{}", checksum(&code));
    let uid = afya_model::Uid::generate(random).to_string();
    let row = statements::NewRow {
        uid: &uid,
        code: wanted["code"].as_str(),
        expire: wanted["expire"].as_i64().unwrap_or(now_ms + MONTH_MS),
        hash: &hash(&secret),
        attributes: &attributes.to_string(),
        owner,
    };
    connection.execute(&statements::create(&row)).await?;
    Ok(NewToken { uid, secret })
}

/// Takes a token of a user away, or anybody's for a superuser; whether there was one.
pub async fn remove(connection: &mut Connection, uid: &str, owner: Option<i64>) -> Result<bool, Fault> {
    Ok(connection.execute(&statements::remove(uid, owner)).await? > 0)
}

fn hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a token has the form of one and its checksum is right.
fn is_whole(token: &str) -> bool {
    if let Some(rest) = token.strip_prefix("d2p_") {
        return rest.split_at_checked(44).is_some_and(|(code, sum)| checksum(code) == sum);
    }
    let Some(rest) = token.strip_prefix("d2pat_") else { return false };
    rest.split_at_checked(32).is_some_and(|(code, sum)| sum.parse() == Ok(crc(code)))
}

/// The checksum in base 62, six digits.
fn checksum(code: &str) -> String {
    let mut number = crc(code);
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(number % 62) as usize];
        number /= 62;
    }
    digits.iter().copied().map(char::from).collect()
}

/// CRC-32 of a code and of the zeros that DHIS2's buffer, a tenth longer than the text, ends with.
fn crc(code: &str) -> u32 {
    let padded = code.len() + code.len() / 10;
    let bytes = code.bytes().chain(std::iter::repeat(0)).take(padded);
    !bytes.fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

fn words<'v>(attribute: &'v Value, key: &str) -> Vec<&'v str> {
    attribute[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Why a request may not use a token with these attributes.
fn objection(attributes: &Value, presented: Presented<'_>) -> Option<&'static str> {
    for attribute in attributes.as_array().into_iter().flatten() {
        let addresses = words(attribute, "allowedIps");
        if !addresses.is_empty() && !presented.address.is_some_and(|address| addresses.contains(&address)) {
            return Some("Failed to authenticate API token, request ip address is not allowed.");
        }
        let pages = words(attribute, "allowedReferrers");
        let referrer = presented.referrer.map(str::to_lowercase);
        if !pages.is_empty() && !referrer.is_some_and(|page| pages.contains(&page.as_str())) {
            return Some(
                "Failed to authenticate API token, request http referrer is missing or not allowed.",
            );
        }
        let methods = words(attribute, "allowedMethods");
        if !methods.is_empty() && !methods.contains(&presented.method) {
            return Some("Failed to authenticate API token, request http method is not allowed.");
        }
    }
    None
}

/// What is wrong with the attributes of a wanted token.
fn wrong_attribute(attributes: &Value) -> Option<String> {
    for attribute in attributes.as_array().into_iter().flatten() {
        let wrong = |key, fits: fn(&str) -> bool| words(attribute, key).into_iter().find(|word| !fits(word));
        if let Some(word) = wrong("allowedIps", |word| word.parse::<std::net::IpAddr>().is_ok()) {
            return Some(format!("Not a valid ip address, value={word}"));
        }
        if let Some(word) = wrong("allowedMethods", |word| METHODS.contains(&word.to_uppercase().as_str())) {
            return Some(format!("Not a valid http method, value={word}"));
        }
        let is_page = |word: &str| word.starts_with("http://") || word.starts_with("https://");
        if let Some(word) = wrong("allowedReferrers", is_page) {
            return Some(format!("Not a valid referrer url, value={word}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_dhis2_are_whole() {
        assert!(is_whole("d2p_jYTIkDWn7jdBfOnpwNYFp0Js3XTEuJPUPlA99WGgU1Bf3HckG5"));
        assert!(is_whole("d2p_Ycmsij0GVyNHyoxzVWMpRcpNVa5AeXEFYsCBTiRKd9wo33NYmA"));
        assert!(!is_whole("d2p_Xcmsij0GVyNHyoxzVWMpRcpNVa5AeXEFYsCBTiRKd9wo33NYmA"));
        assert!(!is_whole("d2p_short") && !is_whole("other") && !is_whole("d2pat_"));
    }

    #[test]
    fn a_token_is_bound_to_its_attributes() {
        let get = Presented { method: "GET", address: Some("10.0.0.1"), referrer: None, now_ms: 0 };
        let check =
            |attributes: Value, expected: bool| assert_eq!(objection(&attributes, get).is_none(), expected);
        check(json!([{"type": "MethodAllowedList", "allowedMethods": ["GET"]}]), true);
        check(json!([{"type": "MethodAllowedList", "allowedMethods": ["PUT"]}]), false);
        check(json!([{"type": "IpAllowedList", "allowedIps": ["10.0.0.2"]}]), false);
        check(json!([{"type": "RefererAllowedList", "allowedReferrers": ["https://a.org"]}]), false);
        check(json!([]), true);
    }
}
