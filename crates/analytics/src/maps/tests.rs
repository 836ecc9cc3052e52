//! Layers, classes and pictures of maps, without a database.

use std::collections::HashMap;

use afya_model::Language;
use afya_render::canvas::Color;
use jiff::civil::date;
use serde_json::{Value, json};

use super::classes::{Class, Method, class_of, of_legends, over, stretched};
use super::layers::{Kind, SavedMap, Strategy};
use super::picture::{Frame, Picture, Shape, Sheet};
use super::{Place, Shown, figures, words};
use crate::saved::Asked;

fn view(more: Value) -> Value {
    let mut view = json!({
        "layer": "thematic", "thematicMapType": "CHOROPLETH", "name": "Cases", "opacity": 1.0, "noDataColor": "#cccccc",
        "colorScale": "#00ff00,#0000ff", "method": 2, "labels": true, "labelFontSize": "9px", "labelTemplate": "{name}: {value}",
        "columns": [{ "dimension": "dx", "items": [{ "id": "a" }, { "id": "b" }] }],
        "rows": [{ "dimension": "ou", "items": [{ "id": "u" }, { "id": "LEVEL-2" }] }],
        "filters": [{ "dimension": "pe", "items": [{ "id": "2024" }, { "id": "2025" }] }],
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        view[key] = value.clone();
    }
    view
}

fn map(views: Vec<Value>) -> SavedMap {
    SavedMap::read(&json!({ "name": "Map", "title": "Cases by district", "mapViews": views }))
}

#[test]
fn a_layer_asks_for_one_thing_in_its_units() {
    let asked = Asked {
        unit: None,
        date: date(2025, 3, 1),
        today: date(2025, 6, 1),
        locale: None,
        language: Language::default(),
    };
    for (strategy, expected, axes) in [
        ("SINGLE", Strategy::Single, vec!["dx", "ou"]),
        ("SPLIT_BY_PERIOD", Strategy::SplitByPeriod, vec!["dx", "ou", "pe"]),
        ("TIMELINE", Strategy::Timeline, vec!["dx", "ou", "pe"]),
    ] {
        let map = map(vec![view(json!({ "renderingStrategy": strategy, "aggregationType": "AVERAGE" }))]);
        assert_eq!(map.layers[0].strategy, expected);
        let request = map.layers[0].request(&asked).unwrap();
        let names: Vec<&str> = request.dimensions.iter().map(|side| side.name.as_str()).collect();
        assert_eq!(names, axes, "{strategy}");
        assert_eq!(request.dimensions[0].items, ["a"]);
        assert_eq!(request.aggregation.as_deref(), Some("AVERAGE"));
        assert_eq!(request.relative_to, asked.date);
    }
}

#[test]
fn hidden_layers_are_left_out_and_undrawn_ones_named() {
    let map = map(vec![
        view(json!({ "hidden": true })),
        json!({ "layer": "event", "name": "Cholera" }),
        json!({ "layer": "facility", "organisationUnitGroupSet": { "organisationUnitGroups": [{ "id": "g", "name": "G", "color": "#123456" }] } }),
        json!({ "layer": "boundary" }),
    ]);
    let kinds: Vec<Kind> = map.layers.iter().map(|layer| layer.kind).collect();
    assert_eq!(kinds, [Kind::Undrawn, Kind::Facilities, Kind::Units]);
    assert_eq!(map.left_out(), ["Cholera"]);
    assert_eq!(map.layers[1].groups[0].color, Some(Color(0x12, 0x34, 0x56)));
}

#[test]
fn figures_fall_into_classes() {
    let (green, blue) = (Color(0, 255, 0), Color(0, 0, 255));
    let class = |from: f64, to: f64, color: Color| Class { from, to, color, name: String::new() };
    let numbers = [1.0, 2.0, 3.0, 9.0];
    let equal = [class(1.0, 5.0, green), class(5.0, 9.0, blue)];
    assert_eq!(over(&numbers, Method::EqualIntervals, &[green, blue]), equal);
    assert_eq!(
        over(&numbers, Method::EqualCounts, &[green, blue]),
        [class(1.0, 3.0, green), class(3.0, 9.0, blue)]
    );
    assert_eq!(over(&numbers, Method::SingleColor, &[blue]), [class(1.0, 9.0, blue)]);
    assert_eq!(over(&[4.0, 4.0], Method::EqualCounts, &[green, blue]), [class(4.0, 4.0, blue)]);
    assert!(over(&[], Method::EqualCounts, &[green]).is_empty());
    for (figure, expected) in [(1.0, Some(0)), (5.0, Some(1)), (9.0, Some(1)), (9.1, None), (f64::NAN, None)]
    {
        assert_eq!(class_of(figure, &equal), expected, "{figure}");
    }
    let legends = json!([
        { "name": "High", "startValue": 5, "endValue": 9, "color": "#00f" },
        { "name": "Low", "startValue": 0, "endValue": 5, "color": "#00ff00" },
    ]);
    let names: Vec<String> = of_legends(&legends).into_iter().map(|class| class.name).collect();
    assert_eq!(names, ["Low", "High"]);
    assert_eq!(stretched(&[green, blue], 3), [green, Color(0, 128, 128), blue]);
    assert!(stretched(&[], 3).is_empty());
}

#[test]
fn figures_are_read_by_unit_and_period() {
    let headers = json!([{ "name": "dx" }, { "name": "ou" }, { "name": "pe" }, { "name": "value" }]);
    let grid = json!({ "headers": headers, "rows": [["a", "u", "2025", "1.5"], ["a", "v", "2025", "x"]] });
    assert_eq!(figures(&grid), HashMap::from([(("u".to_owned(), "2025".to_owned()), 1.5)]));
}

/// Two squares beside each other, the third without a figure, as a map of so many periods.
fn picture(more: Value, periods: &[&str]) -> Picture {
    let layer = map(vec![view(more)]).layers.remove(0);
    let place = |uid: &str| Place { uid: uid.to_owned(), name: format!("Unit {uid}"), group: None };
    let figures = periods.iter().flat_map(|period| {
        [(("l".to_owned(), (*period).to_owned()), 1.0), (("r".to_owned(), (*period).to_owned()), 9.0)]
    });
    let shown = Shown {
        layer,
        places: ["l", "r", "n"].map(place).into(),
        figures: figures.collect(),
        periods: periods.iter().map(|period| ((*period).to_owned(), format!("Year {period}"))).collect(),
        data: "Cases".into(),
        bounds: "2025".into(),
    };
    let square = |left: i32| Shape {
        outline: Some(format!("M {left} 40 l 60 0 0 60 -60 0 z")),
        middle: (f64::from(left) + 30.0, 70.0),
        level: 2,
    };
    let shapes = [("l", square(20)), ("r", square(80)), ("n", square(140))];
    let sheet = Sheet::new((600, 300), periods.len(), true);
    Picture {
        title: "Cases & <deaths>".into(),
        frame: Frame::new([0.0, 100.0, 100.0, 0.0], sheet.panel),
        shapes: shapes.map(|(uid, shape)| (uid.to_owned(), shape)).into(),
        left_out: vec!["Cholera".into()],
        shown: vec![shown],
        sheet,
        words: &words::ENGLISH,
    }
}

#[test]
fn units_have_the_colours_of_their_figures() {
    let picture = picture(json!({ "labels": false }), &[""]);
    let drawn = image::load_from_memory(&picture.png().unwrap()).unwrap().to_rgb8();
    assert_eq!(drawn.dimensions(), (600, 300));
    let at = |x: u32| drawn.get_pixel(6 + x, 48 + 70).0;
    assert_eq!((at(50), at(110), at(170)), ([0, 255, 0], [0, 0, 255], [0xcc, 0xcc, 0xcc]));
    let text = picture.svg();
    for words in
        ["Cases &amp; &lt;deaths&gt;", "Cases · 2025", "1 – 5 (1)", "5 – 9 (1)", "No data", "Cholera"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let french = picture.in_language(Language::French).svg();
    assert!(french.contains("Pas de données") && french.contains("Non dessiné"), "{french}");
}

#[test]
fn labels_say_names_and_figures_where_there_is_room() {
    let text = picture(json!({ "colorScale": "#ffffff" }), &[""]).svg();
    assert!(text.contains(">Unit l: 1</text>"), "{text}");
    // What would lie over another is left out.
    let wide = picture(json!({ "labelTemplate": "a long text beside {name}" }), &[""]).svg();
    assert!(wide.contains("beside Unit l") && !wide.contains("beside Unit r"), "{wide}");
}

#[test]
fn bubbles_grow_with_their_figures() {
    let text = picture(
        json!({ "thematicMapType": "BUBBLE", "radiusLow": 4, "radiusHigh": 20, "labels": false }),
        &[""],
    )
    .svg();
    assert!(
        text.contains("r=\"4.0\" fill=\"#00ff00\"") && text.contains("r=\"20.0\" fill=\"#0000ff\""),
        "{text}"
    );
    let (large, small) = (text.find("r=\"20.0\""), text.find("r=\"4.0\" fill=\"#00ff00\""));
    assert!(large < small, "the small one lies above");
}

#[test]
fn each_period_has_a_map_where_it_is_split() {
    let picture = picture(json!({ "renderingStrategy": "SPLIT_BY_PERIOD" }), &["2023", "2024", "2025"]);
    let text = picture.svg();
    for year in ["Year 2023", "Year 2024", "Year 2025"] {
        assert!(text.contains(year), "{text}");
    }
    assert_eq!(text.matches("clip-path=\"url(#part").count(), 3);
    assert!(picture.png().is_ok());
}

#[test]
fn a_map_shows_everything_within_it() {
    let frame = Frame::new([0.0, 100_000.0, 100_000.0, 0.0], (300, 200));
    let pixel = |x: f64, y: f64| ((x - frame.corner().0) * frame.scale, (frame.corner().1 - y) * frame.scale);
    for (x, y) in [(0.0, 0.0), (100_000.0, 100_000.0)] {
        let (x, y) = pixel(x, y);
        assert!((0.0..=300.0).contains(&x) && (0.0..=200.0).contains(&y), "{x} {y}");
    }
    // A point is no speck on an endless map.
    assert!(Frame::new([5.0, 5.0, 5.0, 5.0], (300, 200)).scale < 1.0);
}
