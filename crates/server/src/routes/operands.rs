//! `/api/dataElementOperands` and `/api/programDataElements`: lists whose rows are made of data elements.

use afya_metadata::operands::{MadeRows, OperandsOf};
use afya_metadata::read::{self, ListRequest};
use afya_model::Refusal;
use afya_schema::{Type, registry};

use super::objects::{address, asker, list_answer};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/dataElementOperands", Who::SignedIn, operands),
        get("/api/programDataElements", Who::SignedIn, program_data_elements),
    ]
}

/// The filter by which operands are made of a group's elements.
const OF_GROUP: &str = "dataElement.dataElementGroups.id:eq:";

async fn operands(call: Call) -> Outcome {
    let query = &call.query;
    let group = query.all("filter").find_map(|filter| filter.strip_prefix(OF_GROUP)).map(str::to_owned);
    let of = match (group, query.get("dataSet")) {
        (Some(group), _) => OperandsOf::Group(group),
        (None, Some(set)) => OperandsOf::DataSet(set.to_owned()),
        (None, None) => OperandsOf::All,
    };
    let rows = match query.is_true("persisted") {
        true => MadeRows::KeptOperands,
        false => MadeRows::Operands { of, totals: query.is_true("totals") },
    };
    list("dataElementOperand", rows, &call, true).await
}

async fn program_data_elements(call: Call) -> Outcome {
    let Some(program) = call.query.get("program") else {
        let sentence = "Required request parameter 'program' for method parameter type String is not present";
        return Err(Refusal::bad_request(sentence).into());
    };
    let rows = MadeRows::ProgramDataElements(program.to_owned());
    list("programDataElement", rows, &call, false).await
}

async fn list(of: &str, rows: MadeRows, call: &Call, with_links: bool) -> Outcome {
    let of: &'static Type =
        registry().by_name(of).ok_or_else(|| Refusal::not_found("There is no such type"))?;
    let paging = Paging::parse(&call.query)?;
    let kept: Vec<(String, String)> = call
        .query
        .pairs()
        .iter()
        .filter(|(key, value)| {
            rows == MadeRows::KeptOperands || key != "filter" || !value.starts_with(OF_GROUP)
        })
        .cloned()
        .collect();
    let mut request = ListRequest::parse(of, &kept, "*")?;
    request.window = paging.window();
    request.rows = Some(rows);
    let locale = call.locale();
    let page = read::list(&mut call.connect().await?, asker(call, locale.as_deref()), of, &request).await?;
    let pager = paging.paged.then(|| {
        let mut pager = paging.pager(page.total, &address(of, call), &call.query);
        if let (false, Some(pager)) = (with_links, pager.as_object_mut()) {
            pager.retain(|key, _| !["nextPage", "prevPage"].contains(&key.as_str()));
        }
        pager
    });
    Ok(answer::private(list_answer(of.plural, pager, &page.objects)))
}
