//! A map and its layers as they were saved.

use afya_model::Refusal;
use afya_render::canvas::Color;
use serde_json::{Value, json};

use super::classes::{self, Class, Method, USUAL};
use crate::request::{Dimension, Request};
use crate::saved::{Asked, dimensions};

/// A map as saved.
#[derive(Clone, Debug)]
pub struct SavedMap {
    /// The title, else the name.
    pub(crate) title: String,
    /// The layers that are seen, the lowest first.
    pub(crate) layers: Vec<Layer>,
}

/// What a layer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Units painted by their figures.
    Thematic(Form),
    /// Units with their outlines.
    Units,
    /// Units as marks, coloured by their groups.
    Facilities,
    /// What is not drawn here: events, tracked entities, and what other servers have.
    Undrawn,
}

/// How figures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Choropleth,
    Bubble,
}

/// What becomes of several periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// They are added up.
    Single,
    /// They follow each other.
    Timeline,
    /// Each has a map of its own.
    SplitByPeriod,
}

/// A group of facilities.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) uid: String,
    pub(crate) name: String,
    pub(crate) color: Option<Color>,
}

/// The words beside units.
#[derive(Clone, Debug)]
pub(crate) struct Labels {
    pub(crate) size: f32,
    pub(crate) color: Color,
    /// `{name}` and `{value}` stand for what they say.
    pub(crate) template: String,
}

/// A layer as saved.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) strategy: Strategy,
    pub(crate) opacity: f64,
    /// The classes of a legend set.
    pub(crate) legend: Vec<Class>,
    pub(crate) method: Method,
    /// The colours of classes that are made of the figures.
    pub(crate) colors: Vec<Color>,
    pub(crate) no_data: Option<Color>,
    /// The pixels of the smallest and the largest bubble.
    pub(crate) radii: (f64, f64),
    /// Metres around each facility.
    pub(crate) area_radius: Option<f64>,
    pub(crate) labels: Option<Labels>,
    pub(crate) color: Option<Color>,
    pub(crate) groups: Vec<Group>,
    aggregation: Option<String>,
    days: [Option<String>; 2],
    sides: Vec<Dimension>,
}

impl SavedMap {
    /// A map from its JSON with [`super::FIELDS`].
    pub fn read(object: &Value) -> SavedMap {
        let text = |key: &str| object[key].as_str().filter(|text| !text.is_empty());
        let title =
            text("title").or_else(|| text("displayName")).or_else(|| text("name")).unwrap_or_default();
        let views = object["mapViews"].as_array().into_iter().flatten();
        let seen = views.filter(|view| view["hidden"] != json!(true));
        SavedMap { title: title.to_owned(), layers: seen.map(Layer::read).collect() }
    }

    /// The names of the layers that are not drawn.
    pub(crate) fn left_out(&self) -> Vec<String> {
        let undrawn = self.layers.iter().filter(|layer| layer.kind == Kind::Undrawn);
        undrawn.map(|layer| layer.name.clone()).collect()
    }
}

impl Layer {
    fn read(view: &Value) -> Layer {
        let text = |key: &str| view[key].as_str().filter(|text| !text.is_empty());
        let color = |key: &str| text(key).and_then(Color::parse);
        let number = |key: &str| view[key].as_f64();
        let layer = text("layer").unwrap_or_default();
        let kind = match layer {
            "boundary" | "orgUnit" => Kind::Units,
            "facility" => Kind::Facilities,
            _ if !layer.starts_with("thematic") => Kind::Undrawn,
            _ if text("thematicMapType") == Some("BUBBLE") => Kind::Thematic(Form::Bubble),
            _ => Kind::Thematic(Form::Choropleth),
        };
        let day = |key: &str| text(key).and_then(|text| text.get(..10)).map(str::to_owned);
        let group = |group: &Value| {
            let text = |key: &str| group[key].as_str().unwrap_or_default();
            Group {
                uid: text("id").to_owned(),
                name: text("name").to_owned(),
                color: Color::parse(text("color")),
            }
        };
        let groups =
            view["organisationUnitGroupSet"]["organisationUnitGroups"].as_array().into_iter().flatten();
        Layer {
            kind,
            name: text("name").filter(|name| !name.is_empty()).unwrap_or(layer).to_owned(),
            strategy: match text("renderingStrategy") {
                Some("TIMELINE") => Strategy::Timeline,
                Some("SPLIT_BY_PERIOD") => Strategy::SplitByPeriod,
                _ => Strategy::Single,
            },
            opacity: number("opacity").unwrap_or(0.9).clamp(0.0, 1.0),
            legend: classes::of_legends(&view["legendSet"]["legends"]),
            method: Method::of(view["method"].as_i64().unwrap_or_default()),
            colors: colors(view),
            no_data: color("noDataColor"),
            radii: (number("radiusLow").unwrap_or(5.0), number("radiusHigh").unwrap_or(15.0)),
            area_radius: number("areaRadius").filter(|metres| *metres > 0.0),
            labels: (view["labels"] == json!(true)).then(|| Labels {
                size: size(text("labelFontSize")),
                color: color("labelFontColor").unwrap_or(Color(0x33, 0x33, 0x33)),
                template: text("labelTemplate").unwrap_or("{name}").to_owned(),
            }),
            color: color("organisationUnitColor"),
            groups: groups.map(group).collect(),
            aggregation: text("aggregationType").filter(|word| *word != "DEFAULT").map(str::to_owned),
            days: ["startDate", "endDate"].map(day),
            sides: ["columns", "rows", "filters"].iter().flat_map(|side| dimensions(&view[*side])).collect(),
        }
    }

    /// The items of the dimension of units.
    pub(crate) fn units(&self) -> &[String] {
        self.sides.iter().find(|side| side.name == "ou").map_or(&[], |side| &side.items)
    }

    /// The query of a thematic layer, as of a day.
    ///
    /// # Errors
    /// E71xx for what cannot be asked.
    pub(crate) fn request(&self, asked: &Asked<'_>) -> Result<Request, Refusal> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: String| pairs.push((name.to_owned(), value));
        for side in &self.sides {
            // A map shows one thing.
            let items = if side.name == "dx" { &side.items[..side.items.len().min(1)] } else { &side.items };
            let is_axis = match side.name.as_str() {
                "dx" | "ou" => true,
                "pe" => self.strategy != Strategy::Single,
                _ => false,
            };
            let value = if items.is_empty() {
                side.name.clone()
            } else {
                format!("{}:{}", side.name, items.join(";"))
            };
            add(if is_axis { "dimension" } else { "filter" }, value);
        }
        add("displayProperty", String::from("NAME"));
        add("relativePeriodDate", asked.date.to_string());
        if let Some(unit) = asked.unit {
            add("userOrgUnit", unit.uid.clone());
        }
        if let Some(aggregation) = &self.aggregation {
            add("aggregationType", aggregation.clone());
        }
        if !self.sides.iter().any(|side| side.name == "pe") {
            for (name, day) in ["startDate", "endDate"].into_iter().zip(&self.days) {
                day.iter().for_each(|day| add(name, day.clone()));
            }
        }
        let request = Request::parse(&pairs, asked.today, asked.locale.clone())?;
        Ok(Request { language: asked.language, ..request })
    }
}

/// The colours of classes: as saved, or between the lowest and the highest that were saved, or DHIS2's usual ones.
fn colors(view: &Value) -> Vec<Color> {
    let text = |key: &str| view[key].as_str().unwrap_or_default();
    let saved: Vec<Color> = text("colorScale").split(',').filter_map(Color::parse).collect();
    if !saved.is_empty() {
        return saved;
    }
    let count = view["classes"].as_u64().and_then(|count| usize::try_from(count).ok());
    let count = count.unwrap_or(USUAL.len()).clamp(1, 20);
    match (Color::parse(text("colorLow")), Color::parse(text("colorHigh"))) {
        (Some(low), Some(high)) => classes::stretched(&[low, high], count),
        _ => classes::stretched(&USUAL, count),
    }
}

/// The pixels of a size such as `11px`.
fn size(text: Option<&str>) -> f32 {
    let digits = text.unwrap_or_default().trim_end_matches(|letter: char| !letter.is_ascii_digit());
    digits.parse().unwrap_or(11.0f32).clamp(6.0, 60.0)
}
