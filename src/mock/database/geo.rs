//! Distances and areas on the earth.

use serde_json::Value;

/// In metres, of the sphere that MongoDB counts with.
const EARTH: f64 = 6_378_100.0;

/// The longitude and latitude of a point in GeoJSON, or of a pair.
pub(super) fn point(value: &Value) -> Option<(f64, f64)> {
    let pair = match value {
        Value::Object(shape) if shape.get("type")? == "Point" => {
            shape.get("coordinates")?.as_array()?
        }
        Value::Array(pair) => pair,
        _ => return None,
    };
    match pair.as_slice() {
        [longitude, latitude] => Some((longitude.as_f64()?, latitude.as_f64()?)),
        _ => None,
    }
}

/// The metres from one point to another.
pub(super) fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (a, b) = ((a.0.to_radians(), a.1.to_radians()), (b.0.to_radians(), b.1.to_radians()));
    let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
    let chord = half(a.1, b.1) + a.1.cos() * b.1.cos() * half(a.0, b.0);
    2.0 * EARTH * chord.sqrt().min(1.0).asin()
}

/// Whether a point is inside of a polygon in GeoJSON: of its border, and of none of its holes.
pub(super) fn is_inside(point: (f64, f64), polygon: &Value) -> Option<bool> {
    let shape =
        polygon.as_object().filter(|shape| shape.get("type").is_some_and(|ty| ty == "Polygon"))?;
    let mut rings = shape.get("coordinates")?.as_array()?.iter().map(|ring| {
        let points: Option<Vec<_>> = ring.as_array()?.iter().map(self::point).collect();
        Some(crosses(point, &points?))
    });
    let in_border = rings.next()??;
    let in_hole = rings.collect::<Option<Vec<_>>>()?.contains(&true);
    Some(in_border && !in_hole)
}

/// Whether a ray from the point crosses a ring an odd number of times.
fn crosses((x, y): (f64, f64), ring: &[(f64, f64)]) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossings = ring.iter().zip(next).filter(|((ax, ay), (bx, by))| {
        (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    });
    crossings.count() % 2 == 1
}
