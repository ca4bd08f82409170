# サインイン、サインアウト、送り直し
nav-sign-in = サインイン
nav-sign-out = サインアウト
nav-write = 書く

sign-in = サインイン
sign-in-local = この道しるべは、お使いの端末の中だけで動いています。パスワードなしで、どのメンバーとしてもサインインできます。
sign-in-as = メンバーを選ぶ
sign-in-as-hint = 名前を選ぶと、その人としてサインインします。
sign-in-by-handle = ここにないメンバーのハンドル
sign-in-new = 新しく始める
sign-in-new-hint = ハンドルはページのアドレスになり、あとから変えられません。
sign-in-handle = ハンドル
sign-in-handle-hint = 英小文字で始まる3〜30文字の英小文字・数字・ハイフンです。
sign-in-display-name = 表示名
sign-in-display-name-hint = 60文字まで。空けておくと、ハンドルを表示します。
sign-in-optional = （任意）
sign-in-language = 画面の言語
sign-in-start = 始める
sign-in-none = サインインできません
sign-in-none-detail = この道しるべでは、サインインの方法がまだ用意されていません。読むことは、どなたでもできます。

again = もう一度サインインしてください
again-kept = サインインの期限が切れていたため、まだ保存していません。入力した内容は、すべてこのページに残っています。
again-nothing = サインインの期限が切れていたため、受け付けていません。サインインしたあと、前のページに戻って、もう一度送ってください。
again-step-sign-in = 別のタブでサインインします。
again-step-back = このタブに戻ります。閉じずにおいてください。
again-step-send = 「もう一度送る」を押します。
again-open = サインインのページを開く（新しいタブ）
again-send = もう一度送る
again-no-way = この道しるべでは、いまサインインできません。下の文章を写して、手元に残してください。
again-texts = 入力した文章を見る
again-text = 文章 { $n }
again-other = 受け付けられませんでした
again-other-kept = 送った内容は、いまサインインしているメンバーのものではないか、削除されています。入力した内容は、すべてこのページに残っています。
again-other-sign-in = 別のタブで、書いていたメンバーとしてサインインするか、「書く」のページでストーリーを元に戻します。
