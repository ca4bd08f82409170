# ページの枠
site-name = 道しるべ Guidepost
brand = 道しるべ
skip-to-content = 本文へ移動
nav-main = メイン
nav-stories = ストーリー
nav-roles = ロール
footer-line = SREの次の道を、歩いた人が書き残す場所。
footer-about = 道しるべについて
footer-api = API
crumbs = 現在の位置
language-ja = 日本語
language-en = 英語
anonymous = 匿名
list-separator = ・
n-stories = { $n }本
n-people = { $n }人
title-separator = ｜
