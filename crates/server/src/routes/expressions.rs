//! `…/description`: what an expression means in words, or that it is none. Always 200; the status is in the body.

use afya_expression::program::Expected;
use afya_expression::{Language, NOT_WELL_FORMED};
use afya_metadata::expressions::description;
use afya_metadata::program_expressions::{describe_indicator, describe_rule};
use afya_model::Refusal;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let posted = [
        ("/api/indicators/expression/description", Language::Indicator),
        ("/api/validationRules/expression/description", Language::ValidationRule),
        ("/api/predictors/expression/description", Language::Predictor),
        ("/api/predictors/skipTest/description", Language::PredictorSkipTest),
    ];
    let mut routes = vec![get("/api/expressions/description", Who::SignedIn, describe_expression)];
    routes.extend(posted.map(|(path, language)| {
        post(path, Who::SignedIn, move |call: Call, request: Request| {
            describe_posted(call, request, language)
        })
    }));
    let of_programs = [
        ("/api/programIndicators/expression/description", Expected::Number),
        ("/api/programIndicators/filter/description", Expected::Boolean),
    ];
    routes.extend(of_programs.map(|(path, expected)| {
        post(path, Who::SignedIn, move |call: Call, request: Request| {
            describe_program_indicator(call, request, expected)
        })
    }));
    let of_rules = [
        ("/api/programRules/condition/description", true),
        ("/api/programRuleActions/data/expression/description", false),
    ];
    routes.extend(of_rules.map(|(path, is_condition)| {
        post(path, Who::SignedIn, move |call: Call, request: Request| {
            describe_program_rule(call, request, is_condition)
        })
    }));
    routes
}

async fn describe_expression(call: Call) -> Outcome {
    let text = call.query.get("expression").unwrap_or_default().to_owned();
    answer_description(&call, &text, Language::Indicator).await
}

async fn describe_posted(call: Call, request: Request, language: Language) -> Outcome {
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    answer_description(&call, &String::from_utf8_lossy(&bytes), language).await
}

async fn answer_description(call: &Call, text: &str, language: Language) -> Outcome {
    let found = description(&mut call.connect().await?, text, language).await?;
    let mut said = json!({ "httpStatus": "OK", "httpStatusCode": 200, "status": "OK", "message": "Valid" });
    match found {
        Some(words) => said["description"] = words.into(),
        None => {
            said["status"] = "ERROR".into();
            said["message"] = NOT_WELL_FORMED.into();
        }
    }
    Ok(answer::json(&said))
}

/// What DHIS2 says of an expression of programs that cannot be computed.
const NOT_VALID: &str = "Expression is not valid";

/// The expression comes as text, or as `expression` of a JSON object.
async fn describe_program_indicator(call: Call, request: Request, expected: Expected) -> Outcome {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_json = media_type.is_some_and(|media_type| media_type.starts_with("application/json"));
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let text = if is_json {
        let object: Value = serde_json::from_slice(&bytes)
            .map_err(|error| Refusal::bad_request(format!("The body is no JSON: {error}")))?;
        object["expression"].as_str().unwrap_or_default().to_owned()
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    };
    if text.is_empty() {
        let said = json!({ "httpStatus": "OK", "httpStatusCode": 200, "status": "OK", "message": NOT_VALID });
        return Ok(answer::json(&said));
    }
    let locale = call.locale();
    let found = describe_indicator(&mut call.connect().await?, &text, expected, locale.as_deref()).await?;
    Ok(answer_words(found))
}

async fn describe_program_rule(call: Call, request: Request, is_condition: bool) -> Outcome {
    let Some(program) = call.query.get("programId").map(str::to_owned) else {
        let sentence = "Required request parameter 'programId' for method parameter type UID is not present";
        return Err(Refusal::bad_request(sentence).into());
    };
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let text = String::from_utf8_lossy(&bytes);
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let found = describe_rule(&mut connection, &text, is_condition, &program, locale.as_deref()).await?;
    Ok(answer_words(found))
}

/// The words, or why there are none; both are answered with 200.
fn answer_words(found: Result<String, String>) -> Response {
    let (status, message) = if found.is_ok() { ("OK", "Valid") } else { ("ERROR", NOT_VALID) };
    let words = found.unwrap_or_else(|sentence| sentence);
    answer::json(&json!({
        "httpStatus": "OK", "httpStatusCode": 200, "status": status, "message": message, "description": words,
    }))
}
