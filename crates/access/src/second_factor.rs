//! The second factor of an account: a secret for an authenticator app, or a code that is sent by mail. Kept as DHIS2 keeps
//! it, a code with the time at which it ends.

use afya_model::Random;
use afya_store::{Connection, Fault};

use crate::sql::second_factor as statements;
use crate::totp;

/// Milliseconds for which a code from a letter is good.
const CODE_MS: i64 = 15 * 60 * 1000;

/// How far somebody is with the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// None.
    Off,
    /// A secret for an app was shown, and no code of it yet given.
    EnrollingTotp,
    /// Codes of an app are asked for.
    Totp,
    /// A code was sent, and not yet given.
    EnrollingEmail,
    /// Codes from letters are asked for.
    Email,
}

impl Stage {
    const NAMES: [(Stage, &'static str); 5] = [
        (Stage::Off, "NOT_ENABLED"),
        (Stage::EnrollingTotp, "ENROLLING_TOTP"),
        (Stage::Totp, "TOTP_ENABLED"),
        (Stage::EnrollingEmail, "ENROLLING_EMAIL"),
        (Stage::Email, "EMAIL_ENABLED"),
    ];

    /// The stage of DHIS2's word.
    pub fn parse(word: &str) -> Stage {
        Stage::NAMES.iter().find(|(_, name)| *name == word).map_or(Stage::Off, |(stage, _)| *stage)
    }

    /// DHIS2's word.
    pub fn name(self) -> &'static str {
        Stage::NAMES.iter().find(|(stage, _)| *stage == self).map_or("NOT_ENABLED", |(_, name)| name)
    }

    /// Whether codes are asked for.
    pub fn is_on(self) -> bool {
        matches!(self, Stage::Totp | Stage::Email)
    }

    /// What follows once a right code was given.
    pub fn enrolled(self) -> Option<Stage> {
        match self {
            Stage::EnrollingTotp => Some(Stage::Totp),
            Stage::EnrollingEmail => Some(Stage::Email),
            _ => None,
        }
    }
}

/// The stage of an account and its secret.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// How far the person is.
    pub stage: Stage,
    /// The secret, as stored.
    pub secret: Option<String>,
}

impl Standing {
    /// Whether a code is right now. A code from a letter is good once: whoever takes it must [`spend`] it.
    pub fn accepts(&self, code: &str, now_ms: i64) -> bool {
        let code: String = code.split_whitespace().collect();
        let Some(secret) = &self.secret else { return false };
        match self.stage {
            Stage::Off => false,
            Stage::EnrollingTotp | Stage::Totp => totp::is_right(secret, &code, now_ms / 1000),
            Stage::EnrollingEmail | Stage::Email => is_sent(secret, &code, now_ms),
        }
    }
}

/// Whether a code is the one that was sent, as it is stored, and not over.
pub fn is_sent(stored: &str, code: &str, now_ms: i64) -> bool {
    let Some((sent, ends)) = stored.split_once('|') else { return false };
    let lasts = ends.parse::<i64>().is_ok_and(|ends| ends >= now_ms);
    let same = sent.len() == code.len()
        && sent.bytes().zip(code.bytes()).fold(0, |difference, (one, other)| difference | (one ^ other)) == 0;
    lasts && same && sent.len() == 6
}

/// A new code of six digits, and how it is stored.
pub fn new_code(random: &Random, now_ms: i64) -> (String, String) {
    let code: String = (0..6).map(|_| char::from(b"0123456789"[random.below(10)])).collect();
    let stored = format!("{code}|{}", now_ms + CODE_MS);
    (code, stored)
}

/// The standing of an account.
pub async fn standing(connection: &mut Connection, user_id: i64) -> Result<Standing, Fault> {
    let row = connection.first(&statements::standing(user_id)).await?;
    Ok(row.map_or(Standing { stage: Stage::Off, secret: None }, |row| Standing {
        stage: Stage::parse(row.get("twofactortype")),
        secret: row.get("secret"),
    }))
}

/// Sets stage and secret.
pub async fn set(
    connection: &mut Connection,
    user_id: i64,
    stage: Stage,
    secret: Option<&str>,
) -> Result<(), Fault> {
    connection.execute(&statements::set(user_id, stage.name(), secret)).await?;
    Ok(())
}

/// Spends a code from a letter; whether it was still there, so that two who bring it at once are not both let in.
pub async fn spend(connection: &mut Connection, user_id: i64, stored: &str) -> Result<bool, Fault> {
    Ok(connection.execute(&statements::spend(user_id, stored)).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sent_code_is_right_until_it_ends() {
        let (code, stored) = new_code(&Random::seeded(1), 1000);
        let standing = Standing { stage: Stage::Email, secret: Some(stored) };
        assert!(standing.accepts(&code, 1000 + CODE_MS) && standing.accepts(&format!(" {code} "), 1000));
        assert!(!standing.accepts(&code, 1001 + CODE_MS) && !standing.accepts("", 1000));
        assert!(!Standing { stage: Stage::Off, ..standing.clone() }.accepts(&code, 1000));
        for spent in [None, Some(String::new()), Some("|99999".into()), Some("12345".into())] {
            assert!(!Standing { secret: spent, ..standing.clone() }.accepts("", 1000));
        }
    }

    #[test]
    fn every_stage_has_its_word() {
        for (stage, name) in Stage::NAMES {
            assert!(Stage::parse(name) == stage && stage.name() == name);
        }
    }
}
