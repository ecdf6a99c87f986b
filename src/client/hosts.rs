//! Base URLs of WeChat's hosts, for [`ClientBuilder::base_urls`](super::ClientBuilder::base_urls).

/// The general name, which leads to the nearest site.
pub const GENERAL: &str = "https://api.weixin.qq.com";
/// Another site, for when the general name fails.
pub const FALLBACK: &str = "https://api2.weixin.qq.com";
/// Shanghai.
pub const SHANGHAI: &str = "https://sh.api.weixin.qq.com";
/// Shenzhen.
pub const SHENZHEN: &str = "https://sz.api.weixin.qq.com";
/// Hong Kong.
pub const HONG_KONG: &str = "https://hk.api.weixin.qq.com";
