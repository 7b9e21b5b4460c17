#!/usr/bin/env python3
"""moto_server.py PORT: the AWS emulator moto on 127.0.0.1, with what it lacks for the networks here, and a count of its calls.

Run with the Python of moto's virtual environment (scripts/with-moto). Beyond moto's own server:
- elasticache: DeleteCacheSubnetGroup and ModifyCacheSubnetGroup, which moto 5 answers with HTTP 500;
- rds: a subnet group survives ModifyDBSubnetGroup; moto 5 loses it;
- ec2: a NAT gateway has the private address that it was asked to have; moto 5 draws another;
- ec2: the state of a subnet's IPv6 network is the word that AWS answers; moto 5 puts a Python dictionary in its place;
- GET /calls?key=ACCESS_KEY answers {"ec2:CreateVpc": 7, ...}: the calls that were signed with that access key.
"""
import collections
import io
import json
import re
import sys
import threading
import urllib.parse

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses.nat_gateways import NatGateways
from moto.elasticache.exceptions import CacheSubnetGroupNotFound
from moto.elasticache.responses import ElastiCacheResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.rds.models import RDSBackend
from werkzeug.serving import run_simple

MOTO_MODIFY_DB_SUBNET_GROUP = RDSBackend.modify_db_subnet_group
MOTO_CREATE_NAT_GATEWAY = NatGateways.create_nat_gateway


def named_cache_subnet_group(response):
    name = response._get_param("CacheSubnetGroupName")
    groups = response.elasticache_backend.cache_subnet_groups
    if name not in groups:
        raise CacheSubnetGroupNotFound(name)
    return groups, name


def delete_cache_subnet_group(response):
    groups, name = named_cache_subnet_group(response)
    del groups[name]
    return EmptyResult()


def modify_cache_subnet_group(response):
    groups, name = named_cache_subnet_group(response)
    old = groups.pop(name)
    changed = response.elasticache_backend.create_cache_subnet_group(
        cache_subnet_group_name=name,
        cache_subnet_group_description=response._get_param("CacheSubnetGroupDescription")
        or old.cache_subnet_group_description,
        subnet_ids=response._get_param("SubnetIds") or old.subnet_ids,
        tags=None,
    )
    return ActionResult({"CacheSubnetGroup": changed})


def ipv6_networks(subnet):
    associations = subnet.ipv6_cidr_block_associations.values()
    networks = [(one, one["ipv6CidrBlockState"]) for one in associations]
    return [
        {
            "ipv6CidrBlock": one["ipv6CidrBlock"],
            "associationId": one["associationId"],
            "ipv6CidrBlockState": {"state": state["State"]},
        }
        for one, state in networks
        if state["State"] == "associated"
    ]


def modify_db_subnet_group(backend, subnet_name, description, subnets):
    group = MOTO_MODIFY_DB_SUBNET_GROUP(backend, subnet_name, description, subnets)
    backend.subnet_groups[subnet_name] = group
    return group


def create_nat_gateway(response):
    answer = MOTO_CREATE_NAT_GATEWAY(response)
    address = response._get_param("PrivateIpAddress")
    if address:
        gateway = answer.result["NatGateway"]
        gateway.private_ip = gateway._eni.private_ip_address = gateway.address_set[0]["privateIp"] = address
    return answer


def complete_moto():
    for method in (delete_cache_subnet_group, modify_cache_subnet_group):
        if not hasattr(ElastiCacheResponse, method.__name__):
            setattr(ElastiCacheResponse, method.__name__, method)
    RDSBackend.modify_db_subnet_group = modify_db_subnet_group
    NatGateways.create_nat_gateway = create_nat_gateway
    Subnet.ipv6_cidr_block_association_set = property(ipv6_networks)


class CountingCalls:
    """Counts the calls of the query protocols, by access key, and passes everything on."""

    def __init__(self, application):
        self.application = application
        self.calls = collections.defaultdict(collections.Counter)
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/calls":
            return self.answer(environ, start_response)
        signature = re.search(r"Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
        if signature:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            action = urllib.parse.parse_qs(body.decode(errors="replace")).get("Action", ["?"])[0]
            with self.lock:
                self.calls[signature[1]][f"{signature[2]}:{action}"] += 1
        return self.application(environ, start_response)

    def answer(self, environ, start_response):
        key = urllib.parse.parse_qs(environ.get("QUERY_STRING", "")).get("key", [""])[0]
        with self.lock:
            text = json.dumps(self.calls[key], sort_keys=True).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
        return [text]


def main():
    complete_moto()
    application = CountingCalls(DomainDispatcherApplication(create_backend_app))
    run_simple("127.0.0.1", int(sys.argv[1]), application, threaded=True, request_handler=MotoRequestHandler)


if __name__ == "__main__":
    main()
