# メンバーの設定
fault-unknown-time-zone = この時間帯はありません。Asia/Tokyo のように、IANAの名前で書いてください。
