# 繰り返し送られたリクエストと、多すぎるリクエスト
problem-idempotency_running = 同じリクエストを処理中です
problem-idempotency_running-detail = この Idempotency-Key のリクエストには、まだ応答していません。少し待ってから、もう一度お試しください。
fault-bad-idempotency-key = Idempotency-Key は、表示できるASCII文字で1〜200文字にしてください。
fault-idempotency-key-reused = この Idempotency-Key は、別の内容の送信に使われています。新しいキーを使ってください。
problem-rate_limited = リクエストが多すぎます
problem-rate_limited-detail = 短い時間に多くのリクエストが届いたため、お待ちいただいています。{ $seconds }秒ほど待ってから、もう一度お試しください。
error-go-back = フォームを送信した直後でしたら、内容はまだ保存されていません。ブラウザーの「戻る」で入力した画面に戻り、少し待ってから、もう一度送信してください。
error-too-large-form = 送った内容は、まだ保存されていません。ブラウザーの「戻る」で入力した画面に戻り、短くするか、小さいファイルを選んで、もう一度送信してください。
