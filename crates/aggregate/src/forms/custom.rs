//! Custom forms: a page of HTML whose input fields are filled with what data entry needs.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use afya_access::Caller;
use afya_model::{ErrorCode, Random, Refusal, Uid};
use afya_store::{Connection, Fault};
use regex::Regex;
use serde_json::{Value, json};

use crate::sql::forms as sql;

static INPUT: LazyLock<Regex> = LazyLock::new(|| pattern("(?s)<input.*?/>"));
static CELL: LazyLock<Regex> = LazyLock::new(|| pattern("id=\"(\\w+)-(\\w+)-val\""));
static TOTAL: LazyLock<Regex> = LazyLock::new(|| pattern("dataelementid=\"(\\w+?)\""));
static INDICATOR: LazyLock<Regex> = LazyLock::new(|| pattern("indicatorid=\"(\\w+)\""));
static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern("title=\".*?\""));
static VALUE_OF: LazyLock<Regex> = LazyLock::new(|| pattern("(?s)(value=\")(.*?)(\")"));
static TITLE_OF: LazyLock<Regex> = LazyLock::new(|| pattern("(?s)(title=\")(.*?)(\")"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("patterns of this file are regular expressions")
}

const CLOSE: &str = "/>";

/// A data element, as its field needs it.
struct Element {
    label: String,
    description: Option<String>,
    value_type: String,
    has_options: bool,
}

/// What the fields of a form refer to.
struct Page {
    decorated: bool,
    elements: HashMap<String, Element>,
    option_combos: HashMap<String, String>,
    compulsory: HashSet<(String, String)>,
}

/// The custom form of a data set, ready for data entry.
///
/// # Errors
/// 409 E1113 for a set that there is not, E1114 for one without a custom form.
pub async fn custom(connection: &mut Connection, set: &str, locale: Option<&str>) -> Result<Value, Fault> {
    let row = connection.first(&sql::custom(set)).await?;
    let row = row.ok_or_else(|| Refusal::of(409, ErrorCode::E1113, &["DataSet", set]))?;
    let html: Option<String> = row.get("htmlcode");
    let html = html.ok_or_else(|| Refusal::of(409, ErrorCode::E1114, &[set]))?;
    let page = page(connection, row.get("id"), row.get("decorated"), &html, locale).await?;
    Ok(json!({
        "id": row.get::<_, &str>("uid"), "dataSetId": set, "version": row.get::<_, Option<i32>>("version"),
        "displayDensity": row.get::<_, Option<&str>>("style"), "form": filled(&html, &page),
    }))
}

async fn page(
    connection: &mut Connection,
    set: i64,
    decorated: bool,
    html: &str,
    locale: Option<&str>,
) -> Result<Page, Fault> {
    let mut elements = HashMap::new();
    for row in connection.rows(&sql::custom_elements(set, locale)).await? {
        let element = Element {
            label: row.get("label"),
            description: row.get::<_, Option<String>>("description").filter(|text| !text.trim().is_empty()),
            value_type: row.get("valuetype"),
            has_options: row.get("has_options"),
        };
        elements.insert(row.get("uid"), element);
    }
    let named: Vec<String> = CELL.captures_iter(html).map(|cell| cell[2].to_owned()).collect();
    let combos = connection.rows(&sql::option_combos(&named)).await?;
    let compulsory = connection.rows(&sql::compulsory(set)).await?;
    Ok(Page {
        decorated,
        elements,
        option_combos: combos.iter().map(|row| (row.get("uid"), row.get("name"))).collect(),
        compulsory: compulsory.iter().map(|row| (row.get("element"), row.get("option_combo"))).collect(),
    })
}

/// The page with its fields; where one refers to something that is not in the set, a sentence that says so.
fn filled(html: &str, page: &Page) -> String {
    let mut filled = String::with_capacity(html.len() * 2);
    let (mut after, mut tab) = (0, 1);
    for input in INPUT.find_iter(html) {
        filled.push_str(&html[after..input.start()]);
        after = input.end();
        match field(input.as_str(), page, &mut tab) {
            Ok(field) => filled.push_str(&field),
            Err(sentence) => return sentence,
        }
    }
    filled.push_str(&html[after..]);
    filled
}

fn field(input: &str, page: &Page, tab: &mut u32) -> Result<String, String> {
    let Some(cell) = CELL.captures(input) else {
        return Ok(if TOTAL.is_match(input) {
            input.replace(CLOSE, " type=\"text\" class=\"dataelementtotal\"/>")
        } else if INDICATOR.is_match(input) {
            input.replace(CLOSE, " type=\"text\" class=\"indicator\"/>")
        } else {
            input.to_owned()
        });
    };
    let (element_uid, combo_uid) = (&cell[1], &cell[2]);
    let element = page.elements.get(element_uid);
    let element = element
        .ok_or_else(|| format!("Data element with ID: {element_uid} does not exist in this data set"))?;
    let combo = page.option_combos.get(combo_uid).ok_or_else(|| {
        format!("Category option combo with ID: {combo_uid} does not exist in this data set")
    })?;
    let mut input = input.to_owned();
    if let Some(description) = element.description.as_ref().filter(|_| page.decorated) {
        let title = format!(" title=\"{}\" />", escaped(description));
        input = TITLE.replace_all(&input, "").replace(CLOSE, &title);
    }
    let is_compulsory = page.compulsory.contains(&(element_uid.to_owned(), combo_uid.to_owned()));
    let required = if is_compulsory { "required=\"required\"" } else { "" };
    let drawn = drawn(&input, element, &format!("{element_uid}-{combo_uid}"), required, tab);
    Ok(format!(
        "{drawn}<span id=\"{element_uid}-dataelement\" style=\"display:none\">{}</span>\
         <span id=\"{combo_uid}-optioncombo\" style=\"display:none\">{combo}</span>",
        element.label
    ))
}

/// A field, drawn as the type of its values asks for.
fn drawn(input: &str, element: &Element, id: &str, required: &str, tab: &mut u32) -> String {
    let mut next = || {
        *tab += 1;
        *tab - 1
    };
    let comment = format!(
        "<img class=\"commentlink\" id=\"{id}-comment\" src=\"../images/comment.png\" title=\"View comment\" style=\"cursor: pointer;\"/>"
    );
    let closed = |attributes: String| input.replace(CLOSE, &attributes);
    match element.value_type.as_str() {
        "BOOLEAN" => {
            let (first, second) = (next(), next());
            let radio = |between: &str, tab: u32, value: &str, word: &str| {
                format!(
                    "<label><input type=\"radio\" class=\"entryselect\"{required} name=\"{id}-val\" {between}id=\"{id}-val\" \
                     tabindex=\"{tab}\" value=\"{value}\">{word}</label>"
                )
            };
            format!("{}{}{comment}", radio(" ", first, "true", "Yes"), radio(" ", second, "false", "No"))
        }
        "TRUE_ONLY" => closed(format!(
            " name=\"entrytrueonly\" class=\"entrytrueonly\"{required}type=\"checkbox\" tabindex=\"{}\"/>",
            next()
        )),
        _ if element.has_options => closed(format!(
            " name=\"entryoptionset\"{required} class=\"entryoptionset\" tabindex=\"{}\"/>{comment}",
            next()
        )),
        "LONG_TEXT" => input.replace("input", "textarea").replace(
            CLOSE,
            &format!(
                " name=\"entryfield\"{required} class=\"entryfield entryarea\" tabindex=\"{}\"></textarea>",
                next()
            ),
        ),
        "FILE_RESOURCE" | "IMAGE" => {
            input.replace("input", "div").replace(CLOSE, &upload(id, required, next()))
        }
        "TIME" => closed(format!(
            " type=\"time\" name=\"entrytime\"{required} class=\"entrytime\" tabindex=\"{}\" id=\"{id}\">",
            next()
        )),
        "DATETIME" => {
            let (first, second) = (next(), next());
            closed(format!(
                " type=\"text\" name=\"entryfield\"{required} class=\"entryfield\" tabindex=\"{first}\">&nbsp;\
                 <input type=\"time\" name=\"entrytime\"{required} class=\"entrytime\" tabindex=\"{second}\" id=\"{id}-time\">"
            ))
        }
        other => {
            let kind = if other == "URL" { "url" } else { "text" };
            closed(format!(
                " type=\"{kind}\" name=\"entryfield\"{required} class=\"entryfield\" tabindex=\"{}\"/>",
                next()
            ))
        }
    }
}

/// The rest of a field for files.
fn upload(id: &str, required: &str, tab: u32) -> String {
    format!(
        " class=\"entryfileresource\" tabindex=\"{tab}\"><input {required} class=\"entryfileresource-input\" id=\"input-{id}-val\">\
         <div class=\"upload-field\"><div class=\"upload-fileinfo\"><div class=\"upload-fileinfo-size\"></div>\
         <div class=\"upload-fileinfo-name\"></div></div><div class=\"upload-progress\"><div class=\"upload-progress-bar\"></div>\
         <div class=\"upload-progress-info\"></div></div></div><div class=\"upload-button-group\"><button class=\"upload-button\">\
         </button></div><input type=\"file\" style=\"display: none;\"></div>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A custom form without the values and titles that its fields were drawn with.
fn undrawn(html: &str) -> String {
    let bare = |input: &regex::Captures<'_>| {
        let without = VALUE_OF.replace(&input[0], "${1}${3}");
        TITLE_OF.replace(&without, "${1}${3}").into_owned()
    };
    INPUT.replace_all(html, bare).into_owned()
}

/// Saves the custom form of a data set, which there is: its text as it is sent, or (`drawn`) as an editor drew it.
///
/// # Errors
/// 400 when there is none yet and no text is sent.
pub async fn save(
    connection: &mut Connection,
    caller: &Caller,
    set: &str,
    (html, style, is_drawn): (Option<&str>, Option<&str>, bool),
    random: &Random,
) -> Result<(), Fault> {
    let row = connection.first(&sql::custom(set)).await?;
    let row = row.ok_or_else(|| Refusal::no_such_object("DataSet", set))?;
    connection.begin().await?;
    let done = if row.get::<_, Option<&str>>("uid").is_some() {
        let bare = html.map(|html| if is_drawn { undrawn(html) } else { html.to_owned() });
        connection.execute(&sql::change_form(set, bare.as_deref(), style, caller.id)).await
    } else {
        let html = html.ok_or_else(|| Refusal::bad_request("Missing required parameter 'htmlCode'"))?;
        let uid = Uid::generate(random);
        let form = (uid.as_str(), html, style.unwrap_or("NORMAL"));
        connection.execute(&sql::add_form(set, form, caller.id)).await
    };
    done?;
    connection.execute(&sql::raise_version(set, caller.id)).await?;
    connection.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let element = |value_type: &str| Element {
            label: "Beds".into(),
            description: Some("In \"use\"".into()),
            value_type: value_type.into(),
            has_options: false,
        };
        Page {
            decorated: false,
            elements: HashMap::from([
                ("a".to_owned(), element("NUMBER")),
                ("b".to_owned(), element("BOOLEAN")),
            ]),
            option_combos: HashMap::from([("c".to_owned(), "default".to_owned())]),
            compulsory: HashSet::from([("a".to_owned(), "c".to_owned())]),
        }
    }

    #[test]
    fn fields_are_drawn_by_type_and_count_their_tabs() {
        let html = "<p><input id=\"a-c-val\"/><input id=\"b-c-val\"/><input dataelementid=\"a\"/></p>";
        let drawn = filled(html, &page());
        assert!(
            drawn.starts_with(
                "<p><input id=\"a-c-val\" type=\"text\" name=\"entryfield\"required=\"required\""
            )
        );
        assert!(
            drawn.contains("tabindex=\"2\" value=\"true\">Yes</label>") && drawn.contains("tabindex=\"3\"")
        );
        assert!(
            drawn.ends_with("<input dataelementid=\"a\" type=\"text\" class=\"dataelementtotal\"/></p>"),
            "{drawn}"
        );
        assert!(filled("<input id=\"x-c-val\"/>", &page()).starts_with("Data element with ID: x"));
        let decorated = filled("<input id=\"a-c-val\" title=\"x\"/>", &Page { decorated: true, ..page() });
        assert!(decorated.contains("title=\"In &quot;use&quot;\""), "{decorated}");
    }

    #[test]
    fn what_an_editor_drew_is_taken_off() {
        assert_eq!(
            undrawn("<b title=\"t\"/><input title=\"x\" value=\"[ y ]\"/>"),
            "<b title=\"t\"/><input title=\"\" value=\"\"/>"
        );
    }
}
