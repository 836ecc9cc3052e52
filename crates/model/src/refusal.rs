//! Why a request is refused: the whole of what the answer says, before any web framework is involved.

use serde_json::Value;

use crate::ErrorCode;

/// The word in a web message's `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All was done.
    Ok,
    /// Something was done, with remarks.
    Warning,
    /// Nothing was done.
    Error,
}

impl Status {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "OK",
            Status::Warning => "WARNING",
            Status::Error => "ERROR",
        }
    }
}

/// A refused request. `message` is for people: it says what is wrong and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// HTTP status code.
    pub http_status: u16,
    /// `ERROR`, or `WARNING` where DHIS2 says so.
    pub status: Status,
    /// DHIS2's error code, if it gives one.
    pub code: Option<ErrorCode>,
    /// The sentence for people; absent where DHIS2 sends none.
    pub message: Option<String>,
    /// The `response` block of the web message (a report), with its `responseType`.
    pub response: Option<Box<Value>>,
    /// After how many seconds the same request may work; told as `Retry-After`.
    pub retry_after: Option<u32>,
}

impl Refusal {
    /// A refusal with this status and sentence and no code.
    pub fn new(http_status: u16, message: impl Into<String>) -> Refusal {
        Refusal {
            http_status,
            status: Status::Error,
            code: None,
            message: Some(message.into()),
            response: None,
            retry_after: None,
        }
    }

    /// 400: the request itself is wrong.
    pub fn bad_request(message: impl Into<String>) -> Refusal {
        Refusal::new(400, message)
    }

    /// 403: this caller may not.
    pub fn forbidden(message: impl Into<String>) -> Refusal {
        Refusal::new(403, message)
    }

    /// 404 with a sentence of its own.
    pub fn not_found(message: impl Into<String>) -> Refusal {
        Refusal::new(404, message)
    }

    /// 404 E1005: no such object, or none that this caller may know of. `type_name` is the class name (`DataElement`).
    pub fn no_such_object(type_name: &str, uid: &str) -> Refusal {
        let message = format!("{type_name} with id {uid} could not be found.");
        Refusal::not_found(message).with_code(ErrorCode::E1005)
    }

    /// 409: the request is well formed and cannot be done.
    pub fn conflict(message: impl Into<String>) -> Refusal {
        Refusal::new(409, message)
    }

    /// A refusal by error code; `args` fill the places `{0}`, `{1}` … of its sentence.
    pub fn of(http_status: u16, code: ErrorCode, args: &[&str]) -> Refusal {
        Refusal { code: Some(code), ..Refusal::new(http_status, code.message(args)) }
    }

    /// The same with this error code (the sentence stays).
    pub fn with_code(self, code: ErrorCode) -> Refusal {
        Refusal { code: Some(code), ..self }
    }

    /// The same, to be sent again after so many seconds.
    pub fn again_after(self, seconds: u32) -> Refusal {
        Refusal { retry_after: Some(seconds), ..self }
    }

    /// The same with this report as `response`.
    pub fn with_response(self, response: Value) -> Refusal {
        Refusal { response: Some(Box::new(response)), ..self }
    }
}
