# actorgraph alone in an image, with its embedded store in the volume /data:
#
#	docker build -t actorgraph .
#	docker run -p 127.0.0.1:8080:8080 -v actorgraph:/data actorgraph serve --open
#
# In a container every address is beyond loopback, so that serve wants --open or
# --token-file; who can reach it is then decided by the port that is published.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /out/actorgraph . && mkdir /out/data

FROM alpine:3.22
RUN apk add --no-cache ca-certificates && adduser -D -H nonroot
COPY --from=build /out/actorgraph /usr/local/bin/actorgraph
# A new volume takes its owner from the folder that it covers.
COPY --from=build --chown=nonroot /out/data /data
ENV ACTORGRAPH_STORE=sqlite:/data/actorgraph.db
ENV ACTORGRAPH_ADDR=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/actorgraph"]
CMD ["serve"]
