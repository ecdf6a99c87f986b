window.referenceIndex = {"endpoints":[{"cloud":null,"fields":[["request",["page"]]],"id":"ask_nothing","name":"askNothing","paths":["/demo/asknothing"],"section":"a & b/demo's","summary":"Ask for nothing, with GET & without a token"},
{"cloud":"demo.<get>","fields":[["request",["环境\tenv","EnvType\tenv_type","key","owner","plain","q\"uo'te<\tquote","type"]],["response",["any","deep","owner"]],["shared-Owner",["id","level","<i>\ttag"]],["type-Deep",["deeper"]],["type-Deeper",["ok","rate"]]],"id":"get_yploadthing","name":"getYploadThing","paths":["/demo/get-yload.thing_2","/old/yload"],"section":"a & b/demo's","summary":"Get a <script>alert(1)</script> & a \"thing\" of `kind <T>`"},
{"cloud":null,"fields":[["response",["done"]]],"id":"move_thing","name":"moveThing","paths":["/demo/movething"],"section":"other","summary":"Move a thing"}],"errcodes":[{"code":"-501007","name":"BadParameter","remedy":"看文档。","summary":"פרמטר שגוי: the parameter is wrong.","words":""},
{"code":"-1","name":"SystemBusy","remedy":"Wait & call again </td></tr></table>.","summary":"WeChat is <em>busy</em>.","words":"system <error> & \"busy\""},
{"code":"40014","name":"InvalidAccessToken","remedy":"Fetch a new token.","summary":"The token is not a valid one.","words":"invalid access_token"},
{"code":"61004","name":"CallerNotAllowed","remedy":"Add it.","summary":"The caller's address is not on the list.","words":""}],"sets":[{"anchor":"set-49","name":"49","summary":"<script>alert('set')</script> 云开发"},
{"anchor":"set-50","name":"50","summary":"nobody's"}],"types":[{"anchor":"shared-EnvId","name":"EnvId","summary":"Id of an \"environment\" & more"},
{"anchor":"shared-Level","name":"Level","summary":"A level"},
{"anchor":"shared-Owner","name":"Owner","summary":"Who owns it ]]> <!-- and pays"}]};
