//! `…/description`: what an expression means in words, or that it is none. Always 200; the status is in the body.

use afya_expression::{Language, NOT_WELL_FORMED};
use afya_metadata::expressions::description;
use axum::extract::Request;
use serde_json::json;

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
