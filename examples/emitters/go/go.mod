module beckon.dev/emitter

go 1.19
