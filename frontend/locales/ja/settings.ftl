# 設定
settings = 設定
settings-profile = プロフィール
settings-save = 保存する
settings-saved = 保存しました。
settings-faults = まだ保存していません。次のところを確かめてください。
settings-fault = { $field }：{ $fault }

profile-see = 自分のページを見る
profile-edit = プロフィールを編集する
profile-name-hint = 60文字まで。ストーリーとページに表示します。
profile-bio = 自己紹介
profile-bio-hint = Markdownで書けます。2,000文字まで。
profile-links = リンク
profile-links-hint = 6つまで。http:// または https:// で始まるURLです。名前を空けておくと、サイトの名前を表示します。
profile-link-label = リンク{ $n }の名前
profile-link-url = リンク{ $n }のURL
profile-time-zone = 時間帯
profile-time-zone-hint = 日時は、この時間帯で表示します。
profile-preview = 自己紹介のプレビュー
profile-preview-of = 自己紹介はこう見えます
profile-preview-about = まだ保存していません。
profile-preview-empty = 自己紹介は、まだありません。
