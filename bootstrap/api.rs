// @generated from spec/ by wechat-cloudbase-codegen. Edit the spec, not this file.

/// Types that several endpoints share.
pub mod types {
    use crate::json::{Decode, DecodeError, Encode, Value, Writer};

    /// Id of an environment.
    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub struct EnvId(String);
    impl EnvId {
        /// Wraps a text; WeChat checks it, this crate does not.
        pub fn new(text: impl Into<String>) -> Self {
            Self(text.into())
        }
        /// The text as it travels.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
    impl ::core::fmt::Display for EnvId {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str(&self.0)
        }
    }
    impl Encode for EnvId {
        fn encode(&self, json: &mut Writer) {
            self.0.encode(json);
        }
    }
    impl Decode for EnvId {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            String::decode(value).map(Self)
        }
    }

    /// Appid of an account, such as a mini program: `wx` and 16 hexadecimal digits.
    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub struct AppId(String);
    impl AppId {
        /// Wraps a text; WeChat checks it, this crate does not.
        pub fn new(text: impl Into<String>) -> Self {
            Self(text.into())
        }
        /// The text as it travels.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
    impl ::core::fmt::Display for AppId {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str(&self.0)
        }
    }
    impl Encode for AppId {
        fn encode(&self, json: &mut Writer) {
            self.0.encode(json);
        }
    }
    impl Decode for AppId {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            String::decode(value).map(Self)
        }
    }

    /// Alias that a new environment's id begins with.
    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub struct EnvAlias(String);
    impl EnvAlias {
        /// Wraps a text; WeChat checks it, this crate does not.
        pub fn new(text: impl Into<String>) -> Self {
            Self(text.into())
        }
        /// The text as it travels.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
    impl ::core::fmt::Display for EnvAlias {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str(&self.0)
        }
    }
    impl Encode for EnvAlias {
        fn encode(&self, json: &mut Writer) {
            self.0.encode(json);
        }
    }
    impl Decode for EnvAlias {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            String::decode(value).map(Self)
        }
    }
}

/// `changeTcbEnv`: see [`Client::change_tcb_env`](crate::Client::change_tcb_env).
pub mod change_tcb_env {
    use super::types::EnvId;
    use crate::Errcode;
    use crate::json::{Decode, DecodeError, Encode, Object, Value, Writer};
    use crate::operation::{Accepts, Endpoint, Method, Operation, Repeat, Status};
    use crate::token::{Authorizer, Component, Kind, TokenKind};

    /// What is known of `changeTcbEnv` apart from its fields.
    pub const ENDPOINT: Endpoint = Endpoint::new("change_tcb_env", "changeTcbEnv", Method::Post, "/tcb/modifyenv")
        .section("cloudbase-common/env-management")
        .summary("Turn an environment made in the Tencent Cloud console into a mini-program environment")
        .tokens(&[Kind::Component, Kind::Authorizer])
        .repeat(Repeat::Safe)
        .status(Status::Current)
        .permission_sets(&[49])
        .errcodes(&[
            Errcode::InvalidCredential,
            Errcode::InvalidAccessToken,
            Errcode::MissingParameter,
            Errcode::AccessTokenMissing,
            Errcode::AccessTokenExpired,
            Errcode::PostRequired,
        ]);

    /// The kinds of token that `changeTcbEnv` takes.
    #[diagnostic::on_unimplemented(
        message = "`changeTcbEnv` takes a component_access_token or an authorizer_access_token, and this client holds a token of another kind",
        label = "called on a `Client<{Self}>`",
        note = "make the call on a `Client<Component>` or a `Client<Authorizer>`"
    )]
    pub trait Accepted: TokenKind {}
    impl Accepted for Component {}
    impl Accepted for Authorizer {}
    impl<K: Accepted> Accepts<K> for Request {}

    /// What `changeTcbEnv` takes.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Request {
        /// Environment to turn.
        pub env: EnvId,
    }
    impl Request {
        /// A request with every required field.
        pub fn new(env: EnvId) -> Self {
            Self { env }
        }
    }
    impl Encode for Request {
        fn encode(&self, json: &mut Writer) {
            json.begin_object();
            json.field("env", &self.env);
            json.end_object();
        }
    }
    impl Operation for Request {
        type Response = Response;
        const ENDPOINT: &'static Endpoint = &ENDPOINT;
    }

    /// What `changeTcbEnv` answers: nothing but that it was done.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Response {}
    impl Decode for Response {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            Object::from_value(value)?;
            Ok(Self {})
        }
    }
}

/// `createEnv`: see [`Client::create_env`](crate::Client::create_env).
pub mod create_env {
    use super::types::{EnvAlias, EnvId};
    use crate::Errcode;
    use crate::json::{Decode, DecodeError, Encode, Object, Value, Writer};
    use crate::operation::{Accepts, Endpoint, Method, Operation, Repeat, Status};
    use crate::token::{Authorizer, Kind, TokenKind};

    /// What is known of `createEnv` apart from its fields.
    pub const ENDPOINT: Endpoint = Endpoint::new("create_env", "createEnv", Method::Post, "/tcb/createenvandresource")
        .section("cloudbase-common/env-management")
        .summary("Create a pay-as-you-go environment for the authorised mini program")
        .tokens(&[Kind::Authorizer])
        .repeat(Repeat::Unsafe)
        .status(Status::Current)
        .permission_sets(&[49])
        .cloud_call("tcb.createenvandresource")
        .errcodes(&[
            Errcode::SystemError,
            Errcode::SystemBusy,
            Errcode::InvalidAccessToken,
            Errcode::MissingParameter,
            Errcode::AccessTokenMissing,
            Errcode::AccessTokenExpired,
            Errcode::PostRequired,
        ]);

    /// The kinds of token that `createEnv` takes.
    #[diagnostic::on_unimplemented(
        message = "`createEnv` takes an authorizer_access_token, and this client holds a token of another kind",
        label = "called on a `Client<{Self}>`",
        note = "make the call on a `Client<Authorizer>`"
    )]
    pub trait Accepted: TokenKind {}
    impl Accepted for Authorizer {}
    impl<K: Accepted> Accepts<K> for Request {}

    /// What `createEnv` takes.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Request {
        /// Alias of the new environment.
        pub alias: EnvAlias,
    }
    impl Request {
        /// A request with every required field.
        pub fn new(alias: EnvAlias) -> Self {
            Self { alias }
        }
        // An optional field `x: Option<T>` gets `pub fn with_x(mut self, x: T) -> Self`.
    }
    impl Encode for Request {
        fn encode(&self, json: &mut Writer) {
            json.begin_object();
            json.field("type", "CreatePostpayPackage");
            json.field("alias", &self.alias); // None is left out
            json.end_object();
        }
    }
    impl Operation for Request {
        type Response = Response;
        const ENDPOINT: &'static Endpoint = &ENDPOINT;
        // With query fields only: fn query(&self, query: &mut Query) { query.add("env", &self.env); }
    }

    /// What `createEnv` answers.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Response {
        /// Id of the new environment.
        pub envid: EnvId,
    }
    impl Decode for Response {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            let mut object = Object::from_value(value)?;
            Ok(Self {
                envid: object.take("envid")?, // null or absent: T::absent(), which is None for Option, [] for Vec, an error otherwise
            })
        }
    }
}

/// `shareCloudbaseEnv`: see [`Client::share_cloudbase_env`](crate::Client::share_cloudbase_env).
pub mod share_cloudbase_env {
    use super::types::{AppId, EnvId};
    use crate::Errcode;
    use crate::json::{Decode, DecodeError, Encode, Object, Value, Writer};
    use crate::operation::{Accepts, Endpoint, Method, Operation, Repeat, Status};
    use crate::token::{Component, Kind, TokenKind};

    /// What is known of `shareCloudbaseEnv` apart from its fields.
    pub const ENDPOINT: Endpoint = Endpoint::new("share_cloudbase_env", "shareCloudbaseEnv", Method::Post, "/componenttcb/batchshareenv")
        .section("cloudbase-batch/env-mgnt")
        .summary("Share environments with mini programs, which binds the mini programs to them")
        .tokens(&[Kind::Component])
        .repeat(Repeat::Safe)
        .status(Status::Current)
        .permission_sets(&[18])
        .errcodes(&[
            Errcode::SystemError,
            Errcode::SystemBusy,
            Errcode::InvalidAccessToken,
            Errcode::InvalidArgs,
            Errcode::MissingParameter,
            Errcode::AccessTokenMissing,
            Errcode::AccessTokenExpired,
            Errcode::PostRequired,
            Errcode::EmptyBody,
            Errcode::DataFormatError,
            Errcode::CloudDevelopmentOff,
        ]);

    /// The kinds of token that `shareCloudbaseEnv` takes.
    #[diagnostic::on_unimplemented(
        message = "`shareCloudbaseEnv` takes a component_access_token, and this client holds a token of another kind",
        label = "called on a `Client<{Self}>`",
        note = "make the call on a `Client<Component>`"
    )]
    pub trait Accepted: TokenKind {}
    impl Accepted for Component {}
    impl<K: Accepted> Accepts<K> for Request {}

    /// What `shareCloudbaseEnv` takes.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Request {
        /// What to share with whom.
        pub data: Vec<Data>,
        /// Where the environments come from.
        pub source_type: SourceType,
    }
    impl Request {
        /// A request with every required field.
        pub fn new(data: Vec<Data>, source_type: SourceType) -> Self {
            Self { data, source_type }
        }
    }
    impl Encode for Request {
        fn encode(&self, json: &mut Writer) {
            json.begin_object();
            json.field("data", &self.data);
            json.field("source_type", &self.source_type);
            json.end_object();
        }
    }
    impl Operation for Request {
        type Response = Response;
        const ENDPOINT: &'static Endpoint = &ENDPOINT;
    }

    /// What `shareCloudbaseEnv` answers.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Response {
        /// Pairs that were not shared, with the reason.
        pub err_list: Vec<ErrItem>,
        /// Confirmations that administrators have to accept.
        pub msg_info_list: Vec<MsgInfo>,
    }
    impl Decode for Response {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            let mut object = Object::from_value(value)?;
            Ok(Self {
                err_list: object.take("err_list")?,
                msg_info_list: object.take("msg_info_list")?,
            })
        }
    }

    /// One environment and the mini programs to share it with.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Data {
        /// Environment to share.
        pub env: EnvId,
        /// Mini programs to share it with.
        pub appids: Vec<AppId>,
    }
    impl Data {
        /// A value with every required field.
        pub fn new(env: EnvId, appids: Vec<AppId>) -> Self {
            Self { env, appids }
        }
    }
    impl Encode for Data {
        fn encode(&self, json: &mut Writer) {
            json.begin_object();
            json.field("env", &self.env);
            json.field("appids", &self.appids);
            json.end_object();
        }
    }

    /// A pair that was not shared.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ErrItem {
        /// Environment of the pair.
        pub env: EnvId,
        /// Mini program of the pair.
        pub appid: AppId,
        /// Why it was not shared, in WeChat's words.
        pub errmsg: String,
    }
    impl Decode for ErrItem {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            let mut object = Object::from_value(value)?;
            Ok(Self {
                env: object.take("env")?,
                appid: object.take("appid")?,
                errmsg: object.take("errmsg")?,
            })
        }
    }

    /// A confirmation that a mini program's administrator has to accept.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct MsgInfo {
        /// Mini program whose administrator it is for.
        pub appid: AppId,
        /// Link to send to the administrator.
        pub url: String,
    }
    impl Decode for MsgInfo {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            let mut object = Object::from_value(value)?;
            Ok(Self {
                appid: object.take("appid")?,
                url: object.take("url")?,
            })
        }
    }

    /// Where the environments come from.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum SourceType {
        /// `1`: Environment of WeChat cloud hosting.
        CloudHosting,
        /// A value that the page does not list.
        Other(i64),
    }
    impl SourceType {
        /// The number as it travels.
        pub const fn as_i64(self) -> i64 {
            match self {
                Self::CloudHosting => 1,
                Self::Other(number) => number,
            }
        }
    }
    impl From<i64> for SourceType {
        fn from(number: i64) -> Self {
            match number {
                1 => Self::CloudHosting,
                other => Self::Other(other),
            }
        }
    }
    impl Encode for SourceType {
        fn encode(&self, json: &mut Writer) {
            self.as_i64().encode(json);
        }
    }
    impl Decode for SourceType {
        fn decode(value: Value) -> Result<Self, DecodeError> {
            i64::decode(value).map(Self::from)
        }
    }
}

/// One method per endpoint.
impl<K: crate::token::TokenKind> crate::Client<K> {
    /// Turn an environment made in the Tencent Cloud console into a mini-program environment.
    #[doc(alias = "changeTcbEnv")]
    #[doc(alias = "/tcb/modifyenv")]
    pub fn change_tcb_env(&self, request: change_tcb_env::Request) -> crate::Call<change_tcb_env::Request>
    where
        K: change_tcb_env::Accepted,
    {
        self.call(request)
    }

    /// Create a pay-as-you-go environment for the authorised mini program.
    /// (token, permission sets, errcode table, sample, corrections, source pages)
    #[doc(alias = "createEnv")]
    #[doc(alias = "/tcb/createenvandresource")]
    pub fn create_env(&self, request: create_env::Request) -> crate::Call<create_env::Request>
    where
        K: create_env::Accepted,
    {
        self.call(request)
    }

    /// Share environments with mini programs, which binds the mini programs to them.
    #[doc(alias = "shareCloudbaseEnv")]
    #[doc(alias = "/componenttcb/batchshareenv")]
    pub fn share_cloudbase_env(&self, request: share_cloudbase_env::Request) -> crate::Call<share_cloudbase_env::Request>
    where
        K: share_cloudbase_env::Accepted,
    {
        self.call(request)
    }
}

/// Every endpoint of this spec, in order of id.
pub static ENDPOINTS: &[&crate::operation::Endpoint] = &[&change_tcb_env::ENDPOINT, &create_env::ENDPOINT, &share_cloudbase_env::ENDPOINT];
