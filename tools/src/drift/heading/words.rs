//! The words of headings, in both languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::HeadingKind;

/// What each known heading says, by its key.
pub(super) static KNOWN: LazyLock<BTreeMap<&'static str, &'static HeadingKind>> =
    LazyLock::new(|| {
        let each = |(kind, words): &'static (HeadingKind, &'static str)| {
            words.split_whitespace().map(move |word| (word, kind))
        };
        HEADINGS.iter().flat_map(each).collect()
    });

/// Whether a word is one of a list of words, which spaces and line breaks part.
pub(super) fn has(words: &str, word: &str) -> bool {
    const LONGEST: usize = 40;
    word.len() <= LONGEST && words.split_whitespace().any(|listed| listed == word)
}

/// Words that are alone on lines of other kinds, too.
pub(super) const ONLY_MARKED: &str =
    "url example examples sample note notes attention scope 注意 示例 入参 出参";

/// Keys of headings: letters and digits alone, in lower case.
const HEADINGS: &[(HeadingKind, &str)] = &[
    (
        HeadingKind::Name(None),
        "interfacename interfaceenglishname englishname apiname englishnameofinterface
         接口英文名 接口英文名称 接口名 接口名称 英文名",
    ),
    (HeadingKind::Calling, "callingmode callmode callingmethod howtocall 调用方式 调用方法"),
    (
        HeadingKind::Address,
        "httpscall httpcall httpscalling requestaddress requesturl requestaddressurl
         interfaceaddress apiaddress url https调用 http调用 请求地址 请求url 接口地址 请求方式
         接口调用请求说明 requestmethod",
    ),
    (HeadingKind::CloudCall, "cloudcall cloudcalling cloudinvocation 云调用"),
    (HeadingKind::CloudMethod, "interfacemethod 接口方法"),
    (
        HeadingKind::ThirdParty,
        "thirdpartyinvocation thirdpartycall thirdpartycalling thirdpartycalls 第三方调用",
    ),
    (
        HeadingKind::Request,
        "requestparameters requestparameter requestparams requestargument requestarguments
         inputparameters 请求参数 请求参数说明 输入参数 入参 请求说明 post参数 post参数说明
         requestparameterdescription",
    ),
    (
        HeadingKind::Query,
        "querystringparameters queryparameters querystring urlparameters
         查询参数querystringparameters 查询参数 url参数 get参数 查询参数queryparameters",
    ),
    (
        HeadingKind::Body,
        "requestpayload requestbody bodyparameters 请求体requestpayload 请求体 请求包体 body参数
         请求体requestbody 请求数据 postdata",
    ),
    (
        HeadingKind::Response,
        "returnparameters returnparameter returnvalue returnvalues returnedvalue
         returnedparameters responseparameters responsepayload responsebody outputparameters
         returndata 返回参数 返回参数说明 返回值 返回体responsepayload 返回体 返回结果 返回包体
         返回体responsebody 返回数据 返回说明 输出参数 响应参数 出参 返回的json数据包
         正确时返回json数据包 正常情况下返回json数据包 返回值说明 返回字段说明 返回结果说明",
    ),
    (
        HeadingKind::Examples { cloud: false },
        "callexample callexamples callingexample codeexample codeexamples codesample example
         examples sample samplecode 调用示例 代码示例 示例 示例代码 使用示例",
    ),
    (
        HeadingKind::SampleRequest,
        "samplerequestdata samplerequest requestexample requestsample requestdataexample
         requestdatasample exampleofrequestdata 请求示例 请求数据示例 请求参数示例 请求样例
         post数据示例 请求包示例",
    ),
    (
        HeadingKind::SampleResponse,
        "returndataexample returndatasample returnexample returnsample responseexample
         sampleresponse responsesample responsedataexample sampleresponsedata samplereturndata
         exampleofreturneddata 返回示例 返回数据示例 返回结果示例 响应示例 返回样例 返回包示例",
    ),
    (
        HeadingKind::Errcodes,
        "errorcode errorcodes errcode returncode returncodes listoferrorcodes 错误码 错误码说明
         错误码列表 返回码 返回码说明 错误代码 errcode的合法值 errcode合法值
         legalvaluesoferrcode validvaluesoferrcode legalvalueoferrcode errcodelegalvalues
         thelegalvaluesoferrcode",
    ),
    (HeadingKind::Scope, "适用范围 scopeofapplication applicablescope scope applicableaccounts"),
    (
        HeadingKind::Other,
        "interfacedxplaination interfaceexplanation interfacedescription functionaldescription
         functiondescription 接口说明 接口描述 功能描述 功能说明 note notes precautions
         attention 注意事项 注意 othernotes 其他说明 额外说明 tips 枚举信息 enuminformation
         特殊错误说明 相关文档 additionalnotes debuggingtools 调试工具 调试诊断",
    ),
];

/// What is after a path, and what is before one, by its key.
pub(super) const STRUCTURE_AFTER: &str =
    "的结构 结构 的结构说明 结构说明 的属性 的字段 字段说明 的字段说明 参数说明 对象 对象说明
    的参数 structure objectpayload object fields arrayobjectpayload 数组的结构 对象的结构
    属性说明";

pub(super) const STRUCTURE_BEFORE: &str =
    "structureof thestructureof fieldsof objectstructureof objectof propertiesof parametersof
    参数 对象 object structureofobject";

pub(super) const VALUES_AFTER: &str =
    "的合法值 合法值 的枚举值 枚举值 取值 的取值 取值说明 的有效值 有效值 legalvalues legalvalue
    validvalues validvalue enum enumvalues values 枚举";

pub(super) const VALUES_BEFORE: &str =
    "legalvaluesof legalvalueof thelegalvaluesof thelegalvalueof validvaluesof validvalueof
    valuesof enumvaluesof valueof";

/// Words that are in rows of a table too, so that only a mark makes a heading with them.
pub(super) const IN_ROWS: &str =
    "object fields enum values 对象 枚举 参数 参数说明 字段说明 属性说明 取值";
