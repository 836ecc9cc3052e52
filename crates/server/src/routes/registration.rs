//! People who make an account for themselves, and people who take up an invitation.

use afya_access::lockout::{self, Counted};
use afya_access::password::{self, Owner};
use afya_access::recovery::{Invited, Purpose};
use afya_access::registration::{self, NewAccount};
use afya_access::settings::{self, SystemSettings};
use afya_access::sign_in::Verdict;
use afya_access::{configuration, me};
use afya_mail::is_address;
use afya_model::{Refusal, Uid};
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::account::is_fit;
use super::auth::open_session;
use crate::accounts::{bad_request, new_password, parameters, read, required, sender, tickets};
use crate::answer::{self, Failure, Outcome};
use crate::authentication::attempt::{Credentials, attempt};
use crate::call::Call;
use crate::query::Query;
use crate::route::{Route, Who, post};

/// Characters of a name at most.
const LONGEST_NAME: usize = 80;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/auth/registration", Who::Anybody, register),
        post("/api/auth/invite", Who::Anybody, accept_invitation),
        post("/api/account", Who::Anybody, create_account),
    ]
}

/// What people say of themselves.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Person {
    username: Option<String>,
    first_name: Option<String>,
    surname: Option<String>,
    password: Option<String>,
    email: Option<String>,
    phone_number: Option<String>,
    token: Option<String>,
    #[serde(rename = "g-recaptcha-response")]
    captcha: Option<String>,
}

impl Person {
    fn of(query: &Query) -> Result<Person, Refusal> {
        let text = |name: &str| query.get(name).map(str::to_owned);
        for name in ["username", "firstName", "surname", "password", "email", "phoneNumber"] {
            required(query, name)?;
        }
        Ok(Person {
            username: text("username"),
            first_name: text("firstName"),
            surname: text("surname"),
            password: text("password"),
            email: text("email"),
            phone_number: text("phoneNumber").filter(|number| !number.trim().is_empty()),
            token: text("inviteToken"),
            captcha: text("g-recaptcha-response"),
        })
    }

    fn email(&self) -> Result<&str, Refusal> {
        let email = self.email.as_deref().filter(|email| is_address(email) && email.len() <= 160);
        email.ok_or_else(|| bad_request("Email is not specified or invalid"))
    }

    fn phone_number(&self) -> Result<Option<&str>, Refusal> {
        match self.phone_number.as_deref() {
            Some(number) if number.trim().chars().count() > 30 => {
                Err(bad_request("Phone number is not specified or invalid"))
            }
            number => Ok(number),
        }
    }
}

/// A name that is given and not too long.
fn name<'p>(given: &'p Option<String>, what: &str) -> Result<&'p str, Refusal> {
    let fits = |name: &&str| !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    let name = given.as_deref().map(str::trim).filter(fits);
    name.ok_or_else(|| bad_request(format!("{what} is not specified or invalid")))
}

fn username(given: &Option<String>) -> Result<&str, Refusal> {
    let name = given.as_deref().filter(|name| is_fit(name));
    name.ok_or_else(|| bad_request("Username is not specified or invalid"))
}

/// Refuses programs, where the system asks for a captcha.
fn check_captcha(system: &SystemSettings, person: &Person) -> Result<(), Refusal> {
    if system.is_on("keySelfRegistrationNoRecaptcha") {
        return Ok(());
    }
    Err(match person.captcha {
        None => bad_request("Recaptcha validation failed."),
        Some(_) => Refusal::new(
            501,
            "Captchas are not checked here; turn the setting keySelfRegistrationNoRecaptcha on",
        ),
    })
}

/// The hash of the password of an account that is new.
async fn first_hash(call: &Call, system: &SystemSettings, person: &Person) -> Result<String, Refusal> {
    let password = person.password.as_deref().ok_or_else(|| bad_request("Password is not specified"))?;
    let owner = Owner {
        username: person.username.clone(),
        email: person.email.clone(),
        is_new: true,
        ..password::lengths(system)
    };
    new_password::accept(&call.app, password, &owner, Vec::new()).await.map_err(bad_request)
}

async fn register(call: Call, request: Request<Body>) -> Outcome {
    let headers = request.headers().clone();
    let person: Person = read(request).await?;
    make(&call, &headers, &person).await?;
    signed_in(&call, &headers, &person, answer::message(201, Some("Account created"), None)).await
}

/// The former path of both.
async fn create_account(call: Call, request: Request<Body>) -> Outcome {
    let headers = request.headers().clone();
    let parameters = parameters(&call.query, request).await?;
    let person = Person::of(&parameters)?;
    if parameters.get("inviteUsername").is_some_and(|name| !name.is_empty()) {
        let person = take_up(&call, person).await?;
        return signed_in(&call, &headers, &person, answer::message(200, Some("Account created"), None))
            .await;
    }
    make(&call, &headers, &person).await?;
    signed_in(&call, &headers, &person, answer::message(200, Some("Account created"), None)).await
}

/// Makes an account for a stranger. Whether a login name is taken is said only where people may register, and counted.
async fn make(call: &Call, headers: &HeaderMap, person: &Person) -> Result<(), Failure> {
    let app = &call.app;
    let mut connection = call.connect().await?;
    let system = settings::read_system(&connection).await?;
    check_captcha(&system, person)?;
    if !configuration::may_register(&mut connection).await? {
        return Err(bad_request("User self registration is not allowed").into());
    }
    let sender = sender(headers);
    let counted = Counted::Registration(&sender);
    if lockout::locked_for(&mut connection, &app.clock, counted).await?.is_some() {
        return Err(too_many().into());
    }
    drop(connection);
    let username = username(&person.username)?;
    let (first_name, surname) = (name(&person.first_name, "First name")?, name(&person.surname, "Surname")?);
    let (email, phone_number) = (person.email()?, person.phone_number()?);
    let hash = first_hash(call, &system, person).await?;
    let uid = Uid::generate(&app.random);
    let account = NewAccount { uid: &uid, username, first_name, surname, email, phone_number, hash: &hash };
    let mut connection = call.connect().await?;
    if !lockout::note(&mut connection, &app.clock, counted).await? {
        return Err(too_many().into());
    }
    let now = app.clock.now().as_second();
    if !registration::register(&mut connection, &account, &app.random.uuid(), now).await? {
        return Err(bad_request("Username is not specified or invalid").into());
    }
    Ok(())
}

fn too_many() -> Refusal {
    Refusal::new(429, "Too many accounts were made from here; try again in 15 minutes").again_after(15 * 60)
}

async fn accept_invitation(call: Call, request: Request<Body>) -> Outcome {
    let headers = request.headers().clone();
    let person: Person = read(request).await?;
    let person = take_up(&call, person).await?;
    signed_in(&call, &headers, &person, answer::message(200, Some("Account updated"), None)).await
}

/// Gives an invited account its password and its person's names; gives the person with the login name that the account has.
async fn take_up(call: &Call, person: Person) -> Result<Person, Failure> {
    let app = &call.app;
    let mut connection = call.connect().await?;
    let system = settings::read_system(&connection).await?;
    check_captcha(&system, &person)?;
    let (first_name, surname) = (name(&person.first_name, "First name")?, name(&person.surname, "Surname")?);
    let named = tickets::named(&mut connection, person.token.as_deref().unwrap_or_default()).await?;
    let (ticket, holder) = named.ok_or_else(|| bad_request("Invitation link not valid"))?;
    drop(connection);
    if !tickets::opens(app, &ticket, &holder, true).await {
        return Err(bad_request("Invitation code not valid").into());
    }
    let chooses = ticket.purpose() == Some(Purpose::InvitationWithoutName);
    let username = if chooses { username(&person.username)? } else { holder.username.as_str() };
    if username != holder.username && me::is_taken(&mut call.connect().await?, username).await? {
        return Err(bad_request("Username is not specified or invalid").into());
    }
    let asked =
        Person { username: Some(username.to_owned()), email: holder.email.clone(), ..Person::default() };
    let asked = Person { password: person.password.clone(), ..asked };
    let hash = first_hash(call, &system, &asked).await?;
    let verified = system.is_on("autoVerifyInvitedUserEmail");
    let invited = Invited { username, first_name, surname, verified };
    let refusal = bad_request("Unable to update invited user account");
    tickets::redeem(app, &holder, &hash, Some(&invited), refusal).await?;
    Ok(asked)
}

/// The answer, with a session for whoever just chose a password, unless something else is asked for first.
async fn signed_in(call: &Call, headers: &HeaderMap, person: &Person, answer: Response) -> Outcome {
    let credentials = Credentials {
        username: person.username.clone().unwrap_or_default(),
        password: person.password.clone().unwrap_or_default(),
        code: None,
    };
    match attempt(&call.app, credentials).await? {
        (Verdict::Success, Some(account)) => open_session(&call.app, headers, &account, answer).await,
        _ => Ok(answer),
    }
}
