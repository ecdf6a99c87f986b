//! Errcodes and their areas, as plain data.

/// The enum of errcodes.
pub(crate) struct ErrcodeItem {
    pub(crate) variants: Vec<ErrcodeVariant>,
    pub(crate) areas: Vec<AreaVariant>,
}

pub(crate) struct AreaVariant {
    pub(crate) name: String,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) doc: String,
}

#[derive(Hash)]
pub(crate) struct ErrcodeVariant {
    pub(crate) doc: Vec<String>,
    pub(crate) name: String,
    pub(crate) constant: String,
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) meaning: String,
    pub(crate) remedy: String,
    pub(crate) class: &'static str,
    pub(crate) operator: Option<&'static str>,
    pub(crate) quota: Option<&'static str>,
}
