//! `/api/2fa`: a second factor beside the password, from an authenticator app or by mail.

use afya_access::lockout::{self, Counted};
use afya_access::recovery::{self, By};
use afya_access::second_factor::{self, Stage, Standing};
use afya_access::{settings, totp};
use afya_mail::letters;
use afya_model::{ErrorCode, Refusal};
use axum::body::Body;
use axum::extract::{Path, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use crate::accounts::letters::Post;
use crate::accounts::read;
use crate::answer::{self, Failure, Outcome};
use crate::app::App;
use crate::call::Call;
use crate::pictures;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/2fa/enabled", Who::SignedIn, is_enabled),
        post("/api/2fa/enrollTOTP2FA", Who::SignedIn, enrol_app),
        post("/api/2fa/enrollEmail2FA", Who::SignedIn, enrol_mail),
        get("/api/2fa/qrCode", Who::SignedIn, enrol_and_show),
        get("/api/2fa/qrCodePng", Who::SignedIn, show_picture),
        get("/api/2fa/qrCodeJson", Who::SignedIn, show_secret),
        post("/api/2fa/enable", Who::SignedIn, enable),
        post("/api/2fa/enabled", Who::SignedIn, enable),
        post("/api/2fa/disable", Who::SignedIn, disable),
        post("/api/2fa/disabled", Who::SignedIn, disable),
        post("/api/users/{uid}/twoFA/disabled", Who::SignedIn, disable_for_another),
    ]
}

fn refusal(status: u16, code: ErrorCode) -> Failure {
    Refusal::of(status, code, &[]).into()
}

async fn standing(call: &Call) -> Result<Standing, Failure> {
    Ok(second_factor::standing(&mut call.connect().await?, call.caller().id).await?)
}

async fn is_enabled(call: Call) -> Outcome {
    Ok(answer::json(&json!(standing(&call).await?.stage.is_on())))
}

async fn enrol_app(call: Call) -> Outcome {
    begin_app(&call).await?;
    let sentence = "The user has enrolled in TOTP 2FA, call the QR code endpoint to continue the process";
    Ok(answer::message(200, Some(sentence), None))
}

/// Gives the caller a new secret for an app.
async fn begin_app(call: &Call) -> Result<(), Failure> {
    if standing(call).await?.stage.is_on() {
        return Err(refusal(409, ErrorCode::E3022));
    }
    if !call.app.settings.is_on("login.security.totp_2fa.enabled") {
        return Err(refusal(409, ErrorCode::E3046));
    }
    let secret = totp::new_secret(&call.app.random);
    let mut connection = call.connect().await?;
    second_factor::set(&mut connection, call.caller().id, Stage::EnrollingTotp, Some(&secret)).await?;
    Ok(())
}

async fn enrol_mail(call: Call) -> Outcome {
    if standing(&call).await?.stage.is_on() {
        return Err(refusal(409, ErrorCode::E3022));
    }
    if !call.app.settings.is_on("login.security.email_2fa.enabled") {
        return Err(refusal(409, ErrorCode::E3045));
    }
    send_code(&call.app, &call.caller().username, Stage::EnrollingEmail).await?;
    let sentence = "The user has enrolled in email-based 2FA, a code was generated and sent successfully to the user's email";
    Ok(answer::message(200, Some(sentence), None))
}

/// Sends a new code to the verified address of an account, which is at this stage from then on.
///
/// # Errors
/// 409 E3043 without a verified address, E3049 when the letter does not go out or too many were sent.
pub(crate) async fn send_code(app: &App, username: &str, stage: Stage) -> Result<(), Failure> {
    let mut connection = app.database.connect().await?;
    let holder = recovery::find(&mut connection, By::Username(username)).await?;
    let holder = holder.ok_or_else(|| refusal(409, ErrorCode::E6201))?;
    let email = holder.email.as_deref().filter(|_| holder.is_verified());
    let email = email.ok_or_else(|| refusal(409, ErrorCode::E3043))?;
    if !lockout::note(&mut connection, &app.clock, Counted::Code(username)).await? {
        return Err(refusal(409, ErrorCode::E3049));
    }
    let post = Post::of(app, &settings::read_system(&connection).await?);
    let (code, stored) = second_factor::new_code(&app.random, app.clock.now().as_millisecond());
    second_factor::set(&mut connection, holder.id, stage, Some(&stored)).await?;
    drop(connection);
    let letter = letters::code(post.language(&holder), &post.title, username, &code);
    if post.send(email, &letter).await { Ok(()) } else { Err(refusal(409, ErrorCode::E3049)) }
}

/// The secret of the caller, while it may be shown.
async fn shown_secret(call: &Call) -> Result<String, Failure> {
    if !call.app.settings.is_on("login.security.totp_2fa.enabled") {
        return Err(refusal(409, ErrorCode::E3046));
    }
    let standing = standing(call).await?;
    let secret = standing.secret.filter(|_| standing.stage == Stage::EnrollingTotp);
    secret.ok_or_else(|| refusal(409, ErrorCode::E3047))
}

/// What an app reads of the picture.
async fn picture(call: &Call, secret: &str) -> Result<Vec<u8>, Failure> {
    let title = settings::read_system(&call.connect().await?).await?.text("applicationTitle");
    let address = totp::address(&title, &call.caller().username, secret);
    pictures::qr_code(&address).ok_or_else(|| refusal(409, ErrorCode::E3026))
}

async fn enrol_and_show(call: Call) -> Outcome {
    begin_app(&call).await?;
    show_picture(call).await
}

async fn show_picture(call: Call) -> Outcome {
    let secret = shown_secret(&call).await?;
    let picture = picture(&call, &secret).await?;
    Ok(answer::unstored(answer::typed(202, "application/octet-stream", picture)))
}

async fn show_secret(call: Call) -> Outcome {
    let secret = shown_secret(&call).await?;
    let picture = STANDARD.encode(picture(&call, &secret).await?);
    Ok(answer::unstored(answer::json(&json!({ "base32Secret": secret, "base64QRImage": picture }))))
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    code: Option<String>,
}

impl Given {
    fn code(&self) -> Option<&str> {
        self.code.as_deref().filter(|code| !code.is_empty())
    }
}

async fn enable(call: Call, request: Request<Body>) -> Outcome {
    let given: Given = read(request).await?;
    let code = given.code().ok_or_else(|| refusal(409, ErrorCode::E3050))?;
    let standing = standing(&call).await?;
    if standing.stage.is_on() {
        return Err(refusal(409, ErrorCode::E3022));
    }
    let enrolled = standing.stage.enrolled().ok_or_else(|| refusal(409, ErrorCode::E3029))?;
    check_secret(&standing)?;
    if !standing.accepts(code, call.app.clock.now().as_millisecond()) {
        return Err(refusal(403, ErrorCode::E3023));
    }
    // The secret of an app stays; a code from a letter is spent.
    let secret = standing.secret.filter(|_| enrolled == Stage::Totp);
    second_factor::set(&mut call.connect().await?, call.caller().id, enrolled, secret.as_deref()).await?;
    Ok(answer::message(200, Some("2FA was enabled successfully"), None))
}

fn check_secret(standing: &Standing) -> Result<(), Failure> {
    match standing.secret.as_deref().unwrap_or_default() {
        "" => Err(refusal(409, ErrorCode::E3028)),
        _ => Ok(()),
    }
}

async fn disable(call: Call, request: Request<Body>) -> Outcome {
    let given: Given = read(request).await?;
    let (app, caller) = (&call.app, call.caller());
    let counted = Counted::Disabling(&caller.username);
    let mut connection = call.connect().await?;
    if lockout::locked_for(&mut connection, &app.clock, counted).await?.is_some() {
        return Err(refusal(409, ErrorCode::E3042));
    }
    let standing = second_factor::standing(&mut connection, caller.id).await?;
    if !standing.stage.is_on() {
        return Err(refusal(409, ErrorCode::E3031));
    }
    let Some(code) = given.code() else {
        // Sending takes a connection of its own, and the mail server takes its time.
        drop(connection);
        if standing.stage == Stage::Email {
            send_code(app, &caller.username, Stage::Email).await?;
            return Err(refusal(409, ErrorCode::E3051));
        }
        return Err(refusal(409, ErrorCode::E3050));
    };
    check_secret(&standing)?;
    if !lockout::note(&mut connection, &app.clock, counted).await? {
        return Err(refusal(409, ErrorCode::E3042));
    }
    let once = Counted::AppCode(&caller.username, code);
    if !standing.accepts(code, app.clock.now().as_millisecond())
        || (standing.stage == Stage::Totp && !lockout::note(&mut connection, &app.clock, once).await?)
    {
        return Err(refusal(403, ErrorCode::E3023));
    }
    second_factor::set(&mut connection, caller.id, Stage::Off, None).await?;
    lockout::forget(&mut connection, counted).await?;
    Ok(answer::message(200, Some("2FA was disabled successfully"), None))
}

/// An administrator takes the second factor of somebody who lost it away.
async fn disable_for_another(call: Call, Path(uid): Path<String>) -> Outcome {
    super::object_writes::guard_users(&call)?;
    let mut connection = call.connect().await?;
    let holder = recovery::find(&mut connection, By::Uid(&uid)).await?;
    let holder = holder.ok_or_else(|| refusal(404, ErrorCode::E6201))?;
    if holder.id == call.caller().id {
        return Err(refusal(403, ErrorCode::E3021));
    }
    second_factor::set(&mut connection, holder.id, Stage::Off, None).await?;
    Ok(answer::message(200, None, None))
}
