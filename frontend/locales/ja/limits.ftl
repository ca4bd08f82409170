# 繰り返し送られたリクエストと、多すぎるリクエスト
problem-idempotency_running = 同じリクエストを処理中です
problem-idempotency_running-detail = この Idempotency-Key のリクエストには、まだ応答していません。少し待ってから、もう一度お試しください。
fault-bad-idempotency-key = Idempotency-Key は、表示できるASCII文字で1〜200文字にしてください。
fault-idempotency-key-reused = この Idempotency-Key は、別の内容の送信に使われています。新しいキーを使ってください。
