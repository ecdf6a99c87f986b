//! Shapes on the earth. Longitudes are from -180 to 180, latitudes from -90 to 90, in degrees.

use super::value::{Value, call};

/// A point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees to the east.
    pub longitude: f64,
    /// Degrees to the north.
    pub latitude: f64,
}

impl Point {
    /// A point, longitude first, as the database has it.
    pub const fn new(longitude: f64, latitude: f64) -> Self {
        Self { longitude, latitude }
    }
}

impl From<Point> for Value {
    fn from(point: Point) -> Self {
        call("new db.Geo.Point", [point.longitude.into(), point.latitude.into()])
    }
}

/// A line through at least two points.
#[derive(Clone, Debug, PartialEq)]
pub struct Line(Vec<Point>);

/// An area: its outer border, and holes in it. Each border is a line whose last point is its first.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon(Vec<Line>);

impl Line {
    /// A line through these points.
    pub fn new(points: impl IntoIterator<Item = Point>) -> Self {
        Self(points.into_iter().collect())
    }
}

impl Polygon {
    /// The area inside of the first line and outside of the others.
    pub fn new(borders: impl IntoIterator<Item = Line>) -> Self {
        Self(borders.into_iter().collect())
    }
}

impl From<Line> for Value {
    fn from(line: Line) -> Self {
        call("new db.Geo.LineString", [line.0.into()])
    }
}

impl From<Polygon> for Value {
    fn from(polygon: Polygon) -> Self {
        call("new db.Geo.Polygon", [polygon.0.into()])
    }
}
