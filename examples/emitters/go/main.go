// Emit makes calls of Beckon, one for each line of its input, and prints what became of it: go run . < calls.ndjson. The verbs below
// are those of cases.json, which each language's program passes.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"

	"beckon.dev/emitter/emitter"
)

type call struct {
	Do       string             `json:"do"`
	Key      string             `json:"key"`
	Revision int64              `json:"revision"`
	Mention  emitter.Mention    `json:"mention"`
	Mentions []emitter.Mention  `json:"mentions"`
	JSON     string             `json:"json"`
	User     string             `json:"user"`
	Source   *emitter.SourceKey `json:"source"`
	Thread   string             `json:"thread"`
}

type outcome map[string]any

var kept string

// token is kept fresh in a file by another program, as Kubernetes does. It is read again when Beckon rejects it.
func token(_ context.Context, rejected string) (string, error) {
	if kept == rejected {
		text, err := os.ReadFile(os.Getenv("BECKON_TOKEN_FILE"))
		if err != nil {
			return "", err
		}
		kept = strings.TrimSpace(string(text))
	}
	return kept, nil
}

func main() {
	beckon := emitter.New(os.Getenv("BECKON_URL"), token)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var next call
		if err := json.Unmarshal(lines.Bytes(), &next); err != nil {
			log.Fatal(err)
		}
		result, err := makeCall(context.Background(), beckon, next)
		var failure *emitter.Error
		if errors.As(err, &failure) {
			result = outcome{"outcome": failure.Reason, "status": failure.Status, "problem": failure.Problem}
		} else if err != nil {
			log.Fatal(err)
		}
		text, err := json.Marshal(result)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(text))
	}
}

func makeCall(ctx context.Context, beckon *emitter.Emitter, next call) (outcome, error) {
	switch next.Do {
	case "post":
		return accepted(beckon.Post(ctx, next.Key, next.Mention))
	case "postJson":
		return accepted(beckon.PostJSON(ctx, next.Key, json.RawMessage(next.JSON)))
	case "postAll":
		return accepted(beckon.Post(ctx, next.Key, next.Mentions...))
	case "edit":
		return accepted(beckon.Edit(ctx, next.Key, next.Revision, next.Mention))
	case "retract":
		return accepted(beckon.Retract(ctx, next.Key, next.Revision))
	case "revoke":
		return accepted(nil, beckon.Revoke(ctx, emitter.Access{User: next.User, Source: next.Source, Thread: next.Thread}))
	case "status":
		mention, err := beckon.Status(ctx, next.Key, "")
		if mention == nil {
			return outcome{"outcome": "absent"}, err
		}
		return outcome{"outcome": "found", "mention": mention}, err
	case "erase":
		var erased struct {
			Receipt string `json:"receipt"`
		}
		err := person(ctx, http.MethodDelete, next.User, "", func(body *json.Decoder) error { return body.Decode(&erased) })
		return outcome{"outcome": "erased", "receipt": erased.Receipt}, err
	case "export":
		lines := []json.RawMessage{}
		err := person(ctx, http.MethodGet, next.User, "/export", func(body *json.Decoder) error {
			for {
				var line json.RawMessage
				if err := body.Decode(&line); err == io.EOF {
					return nil
				} else if err != nil { // io.ErrUnexpectedEOF: the export has broken off
					return err
				}
				lines = append(lines, line)
			}
		})
		return outcome{"outcome": "exported", "lines": lines}, err
	default:
		return nil, fmt.Errorf("no such call: %s", next.Do)
	}
}

func accepted(ids []string, err error) (outcome, error) {
	return outcome{"outcome": "accepted", "ids": ids}, err
}

// person makes a call about a person; repeat it after a 503. It needs the role people:admin.
func person(ctx context.Context, method, user, path string, read func(*json.Decoder) error) error {
	address := os.Getenv("BECKON_PEOPLE_URL") + "/people/" + url.PathEscape(user) + path
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return err
	}
	valid, err := token(ctx, "")
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+valid)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s of a person was answered with %s", method, answer.Status)
	}
	return read(json.NewDecoder(answer.Body))
}
